import {
  deploymentsOfRun,
  factsOfRelease,
  factsOfRun,
  readPayload,
  resolveEnvironment,
  resolveRepository,
  type ForgeRun,
  type RepositoryRun,
  type Translation,
  type TranslationContext,
  type WebhookDelivery,
} from '@cairn/plugin-dora-node';
import { deploymentSchema, pipelineSchema, releaseSchema } from './schemas';

const SOURCE = 'gitlab';

type Outcome = Pick<RepositoryRun, 'result' | 'finishedAt' | 'startedAt'>;

function outcomeOf(status: string, at: string): Outcome | undefined {
  switch (status) {
    case 'success':
      return { result: 'succeeded', finishedAt: at };
    case 'failed':
      return { result: 'failed', finishedAt: at };
    case 'running':
      return { startedAt: at };
    default:
      return undefined;
  }
}

/** A deployment of an environment. Whether a failed one changed it GitLab does not say. */
export async function translateDeployment(
  delivery: WebhookDelivery,
  context: TranslationContext,
): Promise<Translation> {
  const deployment = readPayload(delivery, deploymentSchema);
  const { status, status_changed_at: at, project } = deployment;
  const outcome = outcomeOf(status, at);
  if (!outcome) {
    return {
      facts: [],
      ignored: 'The deployment has neither begun nor ended.',
    };
  }
  const components = resolveRepository(project.path_with_namespace, context);
  if (components.problem) {
    return { facts: [], unmatched: [components.problem] };
  }
  const known = resolveEnvironment(deployment.environment, context);
  const tier = deployment.environment_tier;
  if (known.problem && !tier) {
    return { facts: [], unmatched: [known.problem] };
  }
  // The payload has the short id only.
  const revision = /\/commit\/(?<sha>[0-9a-f]{40,64})$/.exec(
    deployment.commit_url ?? '',
  )?.groups?.sha;
  return deploymentsOfRun(
    {
      source: SOURCE,
      at,
      environment: known.found?.name ?? deployment.environment.toLowerCase(),
      // GitLab's own word counts when it says production.
      tier: tier === 'production' ? tier : known.found?.tier ?? tier ?? '',
      externalId: String(deployment.deployment_id),
      ...(revision && { revision }),
      ...outcome,
    },
    components.found,
    context,
  );
}

/** A pipeline, for components that say that it deploys them. */
export async function translatePipeline(
  delivery: WebhookDelivery,
  context: TranslationContext,
): Promise<Translation> {
  const { project, object_attributes: pipeline } = readPayload(
    delivery,
    pipelineSchema,
  );
  const states: Record<string, ForgeRun['state']> = {
    success: 'succeeded',
    failed: 'failed',
    running: 'running',
  };
  const state = states[pipeline.status] ?? 'dropped';
  const { created_at: startedAt, finished_at: finishedAt } = pipeline;
  return factsOfRun(
    {
      source: SOURCE,
      repository: project.path_with_namespace,
      id: pipeline.id,
      names: [pipeline.name, pipeline.ref].flatMap(name => name || []),
      revision: pipeline.sha,
      state,
      startedAt,
      at: finishedAt ?? startedAt,
    },
    context,
  );
}

/** A release. */
export function translateRelease(
  delivery: WebhookDelivery,
  context: TranslationContext,
): Translation {
  const { id, action, tag, project, commit, ...release } = readPayload(
    delivery,
    releaseSchema,
  );
  if (action !== 'create' || !release.released_at) {
    return { facts: [], ignored: 'Only new releases deliver anything.' };
  }
  return factsOfRelease(
    {
      source: SOURCE,
      repository: project.path_with_namespace,
      id,
      tag,
      publishedAt: release.released_at,
      target: commit?.id,
    },
    context,
  );
}
