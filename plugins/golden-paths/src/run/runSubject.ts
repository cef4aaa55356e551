import type { ScaffolderTask } from '@backstage/plugin-scaffolder-react';
import { refName } from '@cairn/plugin-platform-react';
import type { Destination } from './WhatNow';

/** What a run makes. */
export interface RunSubject {
  /** The page's heading. */
  title: string;
  name?: string;
  owner?: string;
  /** What the template is called. */
  template?: string;
  templateRef?: string;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Reads from a task what it makes, and from what. */
export function runSubject(task: ScaffolderTask | undefined): RunSubject {
  if (!task) return { title: '\u00a0' };
  const { parameters, templateInfo } = task.spec;
  const name = text(parameters.name);
  const template =
    text(templateInfo?.entity?.metadata.title) ??
    text(templateInfo?.entity?.metadata.name) ??
    (templateInfo?.entityRef ? refName(templateInfo.entityRef) : undefined);
  return {
    title: name ?? template ?? 'Run',
    name,
    owner: text(parameters.owner),
    template,
    templateRef: templateInfo?.entityRef,
  };
}

/** Pages of the portal that show what a run has made. */
export function runDestinations(task: ScaffolderTask): Destination[] {
  const { parameters, steps } = task.spec;
  const name = text(parameters.name);
  if (!name) return [];
  const search = `?q=${encodeURIComponent(name)}`;
  const has = (action: string) => steps.some(step => step.action === action);
  const database = text(parameters.database);
  return [
    ...(has('cairn:argocd:application')
      ? [{ title: 'Delivery', href: `/delivery${search}` }]
      : []),
    ...(database && database !== 'none'
      ? [{ title: 'Databases', href: `/databases${search}` }]
      : []),
  ];
}
