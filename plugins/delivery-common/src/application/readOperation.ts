import type { GitHost } from '../git';
import type { DeliveryOperation } from '../types';
import {
  revisionNamesOf,
  sourcesOf,
  type ArgoApplication,
} from './ArgoApplication';
import { initiatorOf } from './initiatorOf';
import { describeRevisions } from './revisions';

type Sync = NonNullable<NonNullable<ArgoApplication['operation']>['sync']>;

const phases: DeliveryOperation['phase'][] = [
  'Running',
  'Terminating',
  'Succeeded',
  'Failed',
  'Error',
];

function kindOf(
  { status }: ArgoApplication,
  sync: Sync,
): DeliveryOperation['kind'] {
  if (sync.dryRun) {
    return 'dry run';
  }
  if (sync.autoHealAttemptsCount) {
    return 'self-heal';
  }
  if (sync.resources && sync.resources.length > 0) {
    return 'partial sync';
  }
  const [asked] = revisionNamesOf(sync);
  const isOld = (status?.history ?? [])
    .slice(0, -1)
    .some(entry => entry.revision === asked);
  // A rollback is a sync to what ran before and is not what git holds.
  return asked && isOld && asked !== status?.sync?.revision
    ? 'rollback'
    : 'sync';
}

/** The last operation, or the one that runs; nothing before the first. */
export function readOperation(
  application: ArgoApplication,
  hosts: GitHost[],
): DeliveryOperation | undefined {
  const state = application.status?.operationState;
  const phase = phases.find(name => name === state?.phase);
  if (!state || !phase) {
    return undefined;
  }
  const sync = state.operation?.sync ?? {};
  const result = state.syncResult ?? {};
  const names = [result, sync].map(revisionNamesOf).find(list => list.length);
  const sources = [result, sync, application.spec ?? {}]
    .map(sourcesOf)
    .find(list => list.length);
  return {
    phase,
    kind: kindOf(application, sync),
    ...(state.message && { message: state.message }),
    ...initiatorOf(state.operation?.initiatedBy),
    revisions: describeRevisions({
      names: names ?? [],
      sources: sources ?? [],
      hosts,
    }),
    ...(state.startedAt && { startedAt: state.startedAt }),
    ...(state.finishedAt &&
      phase !== 'Running' &&
      phase !== 'Terminating' && { finishedAt: state.finishedAt }),
    ...(state.retryCount && { retries: state.retryCount }),
  };
}
