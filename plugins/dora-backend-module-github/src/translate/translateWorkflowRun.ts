import {
  factsOfRelease,
  factsOfRun,
  readPayload,
  type ForgeRun,
  type Translation,
  type TranslationContext,
  type WebhookDelivery,
} from '@cairn/plugin-dora-node';
import {
  releaseEventSchema,
  workflowRunEventSchema,
  type WorkflowRun,
} from './schemas';
import { SOURCE } from './types';

function stateOf({ status, conclusion }: WorkflowRun): ForgeRun['state'] {
  if (status !== 'completed') return 'running';
  if (conclusion === 'success') return 'succeeded';
  return ['failure', 'timed_out', 'startup_failure'].includes(conclusion ?? '')
    ? 'failed'
    : 'dropped';
}

/** A run of a workflow as it is. */
export function toForgeRun(run: WorkflowRun, repository: string): ForgeRun {
  const { name, path } = run;
  return {
    source: SOURCE,
    repository,
    id: run.id,
    names: [name, path, path?.split('/').pop()].flatMap(text => text || []),
    revision: run.head_sha,
    state: stateOf(run),
    startedAt: run.run_started_at ?? run.created_at,
    at: run.updated_at,
  };
}

/** A run of a workflow. */
export async function translateWorkflowRun(
  delivery: WebhookDelivery,
  context: TranslationContext,
): Promise<Translation> {
  const { repository, workflow_run: run } = readPayload(
    delivery,
    workflowRunEventSchema,
  );
  return factsOfRun(toForgeRun(run, repository.full_name), context);
}

/** A release, for what is delivered by being published. */
export function translateRelease(
  delivery: WebhookDelivery,
  context: TranslationContext,
): Translation {
  const { action, repository, release } = readPayload(
    delivery,
    releaseEventSchema,
  );
  if (action !== 'published' || !release.published_at || release.prerelease) {
    return { facts: [], ignored: 'Only published releases deliver anything.' };
  }
  return factsOfRelease(
    {
      source: SOURCE,
      repository: repository.full_name,
      id: release.id,
      tag: release.tag_name,
      publishedAt: release.published_at,
      target: release.target_commitish,
    },
    context,
  );
}
