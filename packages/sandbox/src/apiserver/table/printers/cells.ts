import type { KubeObject } from '../../types';
import { humanDuration } from '../humanDuration';

/** The cells of a row, in the order of the columns. */
export type Printer = (object: KubeObject, now: Date) => unknown[];

/** A part of an object that may be missing. */
export type Part = Record<string, unknown>;

/** The part at a path such as `spec.template.spec`; empty if it is missing. */
export function partOf(object: object, path: string): Part {
  const value = valueOf(object, path);
  return typeof value === 'object' && value !== null ? (value as Part) : {};
}

/** The value at a path; undefined if it is missing. */
export function valueOf(object: object, path: string): unknown {
  let value: unknown = object;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Part)[step];
  }
  return value ?? undefined;
}

/** The list at a path; empty if it is missing. */
export function listOf(object: object, path: string): Part[] {
  const value = valueOf(object, path);
  return Array.isArray(value) ? (value as Part[]) : [];
}

/** The text at a path. */
export function textAt(object: object, path: string, missing = ''): string {
  const value = valueOf(object, path);
  return value === undefined || value === '' ? missing : String(value);
}

/** The number at a path, or 0. */
export function numberAt(object: object, path: string): number {
  const value = valueOf(object, path);
  return typeof value === 'number' ? value : 0;
}

/** How long ago a time is. */
export function since(time: unknown, now: Date): string {
  return typeof time === 'string' && time !== ''
    ? humanDuration(now.getTime() - Date.parse(time))
    : '<unknown>';
}

/** How long ago an object was created. */
export function age(object: KubeObject, now: Date): string {
  return since(object.metadata.creationTimestamp, now);
}

/** Labels as a selector: `app=web,tier=front`. */
export function labelsText(labels: unknown): string {
  const text = Object.entries((labels ?? {}) as Record<string, unknown>)
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort()
    .join(',');
  return text || '<none>';
}

/** A label selector with its expressions: `app=web,tier in (a,b)`. */
export function selectorText(selector: unknown): string {
  const { matchLabels = {}, matchExpressions = [] } = (selector ?? {}) as {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: string; values?: string[] }[];
  };
  const terms = Object.entries(matchLabels).map(
    ([key, value]) => `${key}=${value}`,
  );
  for (const { key, operator, values = [] } of matchExpressions) {
    const set = `(${[...values].sort().join(',')})`;
    if (operator === 'In') terms.push(`${key} in ${set}`);
    else if (operator === 'NotIn') terms.push(`${key} notin ${set}`);
    else terms.push(operator === 'Exists' ? key : `!${key}`);
  }
  return terms.sort().join(',') || '<none>';
}

/** Names and images of the containers of a pod's specification. */
export function containerCells(podSpec: Part): string[] {
  const containers = listOf(podSpec, 'containers');
  return [
    containers.map(one => textAt(one, 'name')).join(','),
    containers.map(one => textAt(one, 'image')).join(','),
  ];
}
