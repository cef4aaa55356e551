import { wireTime } from '../runtime';
import { replicasOf, rolloutLimits, sumOf } from './rollout';
import type { Deployment, ReplicaSet, WorkloadCondition } from './types';
import {
  type ConditionContent,
  withCondition,
  withoutCondition,
} from './workloadStatus';

type Status = NonNullable<Deployment['status']>;

const TIMED_OUT = 'ProgressDeadlineExceeded';
const ADVANCED = 'NewReplicaSetAvailable';

/** Whether every replica is new and serves. */
export function isComplete(deployment: Deployment, status: Status): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/**
 * The status of a Deployment by its ReplicaSets, with the conditions in the
 * controller-manager's own words.
 */
export function deploymentStatus(
  deployment: Deployment,
  current: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
): Status {
  const wanted = deployment.spec.replicas ?? 1;
  const available = sumOf(sets, set => set.status?.availableReplicas);
  const total = sumOf(sets, replicasOf);
  const numbers = {
    replicas: sumOf(sets, set => set.status?.replicas),
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: sumOf(sets, set => set.status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, total - available),
  };
  const { collisionCount } = deployment.status ?? {};
  const status: Status = {
    observedGeneration: deployment.metadata.generation,
    ...(collisionCount && { collisionCount }),
    ...Object.fromEntries(
      Object.entries(numbers).filter(([, value]) => value > 0),
    ),
  };
  const enough = available >= wanted - rolloutLimits(deployment).unavailable;
  let conditions = withCondition(
    deployment.status?.conditions,
    {
      type: 'Available',
      status: enough ? 'True' : 'False',
      reason: enough
        ? 'MinimumReplicasAvailable'
        : 'MinimumReplicasUnavailable',
      message: enough
        ? 'Deployment has minimum availability.'
        : 'Deployment does not have minimum availability.',
    },
    { updateTime: true },
  );
  conditions = progress(deployment, current, status, conditions);
  const failure = sets
    .map(set => failureOf(set))
    .find(condition => condition !== undefined);
  conditions = failure
    ? withCondition(conditions, failure, { updateTime: true })
    : withoutCondition(conditions, 'ReplicaFailure');
  return { ...status, conditions };
}

/** Milliseconds until the rollout counts as stuck; `undefined` if it cannot. */
export function deadlineIn(
  deployment: Deployment,
  conditions: readonly WorkloadCondition[] = [],
): number | undefined {
  const seconds = deployment.spec.progressDeadlineSeconds ?? 600;
  const progressing = conditions.find(({ type }) => type === 'Progressing');
  if (
    !progressing ||
    deployment.spec.paused ||
    progressing.reason === ADVANCED ||
    progressing.reason === TIMED_OUT
  ) {
    return undefined;
  }
  const since = Date.parse(progressing.lastUpdateTime ?? wireTime());
  return Math.max(0, since + seconds * 1000 - Date.now());
}

function progress(
  deployment: Deployment,
  current: ReplicaSet | undefined,
  status: Status,
  conditions: WorkloadCondition[],
): WorkloadCondition[] {
  const put = (content: Omit<ConditionContent, 'type'>, touch = false) =>
    withCondition(
      conditions,
      { type: 'Progressing', ...content },
      { updateTime: true, touch },
    );
  const old = conditions.find(({ type }) => type === 'Progressing');
  if (deployment.spec.paused) {
    return old?.reason === TIMED_OUT
      ? conditions
      : put({
          status: 'Unknown',
          reason: 'DeploymentPaused',
          message: 'Deployment is paused',
        });
  }
  if (old?.reason === 'DeploymentPaused') {
    return put({
      status: 'Unknown',
      reason: 'DeploymentResumed',
      message: 'Deployment is resumed',
    });
  }
  const subject = current
    ? `ReplicaSet "${current.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`;
  const settled =
    status.replicas === status.updatedReplicas && old?.reason === ADVANCED;
  if (settled) return conditions;
  if (isComplete(deployment, status)) {
    return put({
      status: 'True',
      reason: ADVANCED,
      message: `${subject} has successfully progressed.`,
    });
  }
  if (hasProgressed(deployment.status, status)) {
    return put(
      {
        status: 'True',
        reason: 'ReplicaSetUpdated',
        message: `${subject} is progressing.`,
      },
      true,
    );
  }
  if (deadlineIn(deployment, conditions) === 0) {
    return put({
      status: 'False',
      reason: TIMED_OUT,
      message: `${subject} has timed out progressing.`,
    });
  }
  return conditions;
}

/** Whether more is new, less is old, or more serves than before. */
function hasProgressed(before: Status = {}, now: Status): boolean {
  const old = (status: Status) =>
    (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(now) < old(before) ||
    (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function failureOf(set: ReplicaSet): ConditionContent | undefined {
  return set.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
}
