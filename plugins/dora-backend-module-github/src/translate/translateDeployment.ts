import {
  artifactOf,
  deploymentsOfRun,
  readPayload,
  resolveEnvironment,
  resolveRepository,
  type Directory,
  type EnvironmentEntry,
  type RepositoryRun,
  type Resolution,
  type Translation,
  type TranslationContext,
  type WebhookDelivery,
} from '@cairn/plugin-dora-node';
import {
  deploymentEventSchema,
  type Deployment,
  type DeploymentStatus,
} from './schemas';
import { SOURCE, type GithubOptions } from './types';

/** What GitHub says of an environment counts where its name says nothing, and when it says production. */
function environmentOf(
  deployment: Deployment,
  directory: Directory,
): Resolution<EnvironmentEntry> {
  const { environment, production_environment, transient_environment } =
    deployment;
  const known = directory.environmentOf(environment);
  const name = known?.name ?? environment.toLowerCase();
  if (production_environment) return { found: { name, tier: 'production' } };
  if (known) return { found: known };
  return transient_environment
    ? { found: { name, tier: 'preview' } }
    : resolveEnvironment(environment, directory);
}

type Outcome = Pick<
  RepositoryRun,
  'result' | 'finishedAt' | 'reachedProduction'
>;

function outcomeOf(
  status: DeploymentStatus | undefined,
  options: GithubOptions,
): Outcome | undefined {
  switch (status?.state) {
    case 'success':
      // Not `deployment.updated_at`, which moves when a later one takes over.
      return { result: 'succeeded', finishedAt: status.created_at };
    case 'failure':
      return {
        result: 'failed',
        finishedAt: status.created_at,
        ...(options.failureReachesProduction && { reachedProduction: true }),
      };
    case 'error':
      return {
        result: 'failed',
        finishedAt: status.created_at,
        reachedProduction: false,
      };
    case 'inactive':
      return undefined;
    default:
      return {};
  }
}

function kindOf(task: string): RepositoryRun['declaredKind'] {
  if (/\brollback\b/i.test(task)) return 'rollback';
  return /\b(?:hotfix|rollforward)\b/i.test(task) ? 'rollforward' : undefined;
}

/** A deployment with one of its statuses, as facts. */
export async function factsOfDeployment(
  told: {
    repository: string;
    deployment: Deployment;
    status: DeploymentStatus | undefined;
  },
  context: TranslationContext,
  options: GithubOptions,
): Promise<Translation> {
  const { repository, deployment, status } = told;
  const outcome = outcomeOf(status, options);
  if (!outcome) {
    return {
      facts: [],
      ignored: 'It says only that a later deployment took over.',
    };
  }
  const components = resolveRepository(repository, context);
  if (components.problem) {
    return { facts: [], unmatched: [components.problem] };
  }
  const environment = environmentOf(deployment, context);
  if (environment.problem) {
    return { facts: [], unmatched: [environment.problem] };
  }
  const { id, sha, task, payload, created_at: createdAt } = deployment;
  const { component, image, images = [], release, planned, fixes } = payload;
  const artifacts = (image ? [image, ...images] : images).map(artifactOf);
  const declaredKind = kindOf(task);
  const run: RepositoryRun = {
    source: SOURCE,
    at: status?.created_at ?? createdAt,
    environment: environment.found.name,
    tier: environment.found.tier,
    externalId: String(id),
    startedAt: createdAt,
    revision: sha,
    components: payload.components ?? (component ? [component] : []),
    ...outcome,
    ...(artifacts.length > 0 && { artifacts }),
    ...(release && { releaseId: release }),
    ...(planned !== undefined && { planned }),
    ...(fixes && fixes.length > 0 && { fixes }),
    ...(declaredKind && { declaredKind }),
  };
  const { facts, unmatched, ignored } = await deploymentsOfRun(
    run,
    components.found,
    context,
  );
  return {
    facts: [
      ...facts,
      // Whoever deploys an image of a commit says what the image was built from.
      ...(artifacts.length > 0
        ? [
            {
              type: 'build' as const,
              at: createdAt,
              source: SOURCE,
              externalId: `deployment/${id}`,
              repository: repository.toLowerCase(),
              revision: sha,
              artifacts,
            },
          ]
        : []),
    ],
    ...(unmatched?.length && { unmatched }),
    ...(ignored && { ignored }),
  };
}

/** A deployment that began, or a status of one. */
export async function translateDeployment(
  delivery: WebhookDelivery,
  context: TranslationContext,
  options: GithubOptions,
): Promise<Translation> {
  const {
    repository,
    deployment,
    deployment_status: status,
  } = readPayload(delivery, deploymentEventSchema);
  return factsOfDeployment(
    { repository: repository.full_name, deployment, status },
    context,
    options,
  );
}
