import type { FactInput } from '@cairn/plugin-dora-common';
import type { Translation, TranslationContext, Unmatched } from '../collectors';
import { resolveRepository, type ComponentEntry } from '../directory';
import { deploymentsOfRun } from './deploymentsOfRun';

/**
 * Which pipeline deploys a component, and where to: `deploy.yaml`, `Release@staging`; with commas.
 *
 * @public
 */
export const WORKFLOW_ANNOTATION = 'cairn.dev/deployment-workflow';

/** `releases` when publishing a release is what delivers it. @public */
export const DELIVERED_BY_ANNOTATION = 'cairn.dev/delivered-by';

/** A run of a pipeline, of whatever forge. @public */
export interface ForgeRun {
  source: string;
  repository: string;
  id: string | number;
  /** What an annotation may call the pipeline. */
  names: readonly string[];
  revision: string;
  state: 'running' | 'succeeded' | 'failed' | 'dropped';
  startedAt: string;
  /** When it came to this state. */
  at: string;
}

function targetOf(
  { annotations }: ComponentEntry,
  names: readonly string[],
): string | undefined {
  for (const entry of (annotations[WORKFLOW_ANNOTATION] ?? '').split(',')) {
    const [workflow, environment = 'production'] = entry.trim().split('@');
    if (workflow && names.includes(workflow)) return environment;
  }
  return undefined;
}

/**
 * A run of a pipeline as deployments of the components that say, by an annotation, that it deploys them.
 *
 * @public
 */
export async function factsOfRun(
  run: ForgeRun,
  context: TranslationContext,
): Promise<Translation> {
  const components = resolveRepository(run.repository, context);
  if (components.problem) {
    return { facts: [], unmatched: [components.problem] };
  }
  const byTarget = new Map<string, ComponentEntry[]>();
  for (const entry of components.found) {
    const target = targetOf(entry, run.names);
    if (target === undefined) continue;
    byTarget.set(target, [...(byTarget.get(target) ?? []), entry]);
  }
  if (byTarget.size === 0) {
    return {
      facts: [],
      ignored: `No component of the repository names this pipeline in the annotation ${WORKFLOW_ANNOTATION}.`,
    };
  }
  if (run.state === 'dropped') {
    return { facts: [], ignored: 'The run was given up or skipped.' };
  }
  const facts: FactInput[] = [];
  const unmatched: Unmatched[] = [];
  for (const [target, entries] of byTarget) {
    const known = context.environmentOf(target);
    const told = await deploymentsOfRun(
      {
        source: run.source,
        at: run.at,
        environment: known?.name ?? target,
        tier: known?.tier ?? target,
        // One for all attempts: a repetition that succeeds is the deployment.
        externalId: `run/${run.id}`,
        startedAt: run.startedAt,
        revision: run.revision,
        ...(run.state !== 'running' && {
          result: run.state,
          finishedAt: run.at,
        }),
      },
      entries,
      context,
    );
    facts.push(...told.facts);
    unmatched.push(...(told.unmatched ?? []));
  }
  return { facts, ...(unmatched.length > 0 && { unmatched }) };
}

/** A published release, of whatever forge. @public */
export interface ForgeRelease {
  source: string;
  repository: string;
  id: string | number;
  tag: string;
  publishedAt: string;
  /** A full commit id, or the name of a branch, which says nothing. */
  target?: string;
}

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * A release as a deployment of the components that say, by an annotation, that it delivers them.
 *
 * @public
 */
export function factsOfRelease(
  release: ForgeRelease,
  context: TranslationContext,
): Translation {
  const components = resolveRepository(release.repository, context);
  if (components.problem) {
    return { facts: [], unmatched: [components.problem] };
  }
  const delivered = components.found.filter(
    ({ annotations }) => annotations[DELIVERED_BY_ANNOTATION] === 'releases',
  );
  if (delivered.length === 0) {
    return {
      facts: [],
      ignored: `No component of the repository has the annotation ${DELIVERED_BY_ANNOTATION}: releases.`,
    };
  }
  const { source, id, tag, publishedAt, target } = release;
  return {
    facts: delivered.map(({ definition }) => ({
      type: 'deployment' as const,
      source,
      at: publishedAt,
      environment: 'production',
      tier: 'production',
      component: definition.uid,
      externalId: `release/${id}`,
      releaseId: `${source}/release/${id}`,
      finishedAt: publishedAt,
      result: 'succeeded' as const,
      artifacts: [`release:${tag}`],
      ...(target && COMMIT.test(target) && { revision: target }),
    })),
  };
}
