import type { StateDescription } from '@cairn/plugin-platform-common';
import { shortRevision } from '../git';
import { revisionNamesOf, type ArgoApplication } from './ArgoApplication';
import { asEnding, cleanMessage } from './cleanMessage';
import { areSame, desiredNames } from './revisions';

type Operation = NonNullable<
  NonNullable<ArgoApplication['status']>['operationState']
>;

const WAITS = /^waiting for /;
const BLOCKED = 'Sync operation blocked by sync window';

function targetOf(application: ArgoApplication, operation?: Operation): string {
  const names = [
    operation?.syncResult,
    operation?.operation?.sync,
    application.operation?.sync,
  ]
    .map(named => revisionNamesOf(named ?? {}))
    .find(list => list.length > 0);
  return names ? ` to ${names.map(shortRevision).join(', ')}` : '';
}

/** What git holds now, when that is not what is being tried. */
function isOvertaken(application: ArgoApplication, operation: Operation) {
  const tried = revisionNamesOf(operation.syncResult ?? {});
  const desired = desiredNames(application);
  return desired.length > 0 && tried.length > 0 && !areSame(tried, desired);
}

/** What failed, by the resource or hook that failed where one did: the operation itself only counts them. */
function reasonOf({ message = '', syncResult }: Operation): string {
  const failure = syncResult?.resources?.find(
    ({ status, hookPhase }) =>
      status === 'SyncFailed' || hookPhase === 'Failed',
  );
  const said = cleanMessage(failure?.message || message);
  return failure?.message && failure.kind && !said.includes(failure.name ?? '')
    ? `${failure.kind} ${failure.name}: ${said}`
    : said;
}

function describeRunning(
  application: ArgoApplication,
  operation: Operation,
): StateDescription {
  const { message = '', retryCount = 0, startedAt: since } = operation;
  const more = { ...(since && { since }), ...(message && { detail: message }) };
  if (!application.operation) {
    return {
      state: 'needs-attention',
      sentence:
        'The last sync was cut off before it ended, and Argo CD waits for it. Terminate it in Argo CD.',
      ...more,
    };
  }
  if (operation.phase === 'Terminating') {
    return {
      state: 'working',
      sentence: 'The sync is being stopped.',
      ...more,
    };
  }
  if (message.startsWith(BLOCKED)) {
    return {
      state: 'waiting',
      sentence: 'The sync waits until its sync window opens.',
      ...more,
    };
  }
  const isRetrying = /Retrying (?:attempt|operation)/.test(message);
  if (isRetrying || retryCount > 0) {
    const said = reasonOf(operation);
    const reason = said.startsWith('Retrying operation') ? '' : said;
    return {
      state: 'needs-attention',
      sentence: `The sync${targetOf(
        application,
        operation,
      )} fails and is tried again${
        retryCount > 0 ? ` (attempt ${retryCount + 1})` : ''
      }${reason ? `: ${asEnding(reason)}` : '.'}${
        isOvertaken(application, operation)
          ? ' A newer commit is applied only when these attempts have ended.'
          : ''
      }`,
      ...more,
    };
  }
  return {
    state: 'working',
    sentence: `It is being synced${targetOf(application, operation)}${
      WAITS.test(message) ? `, ${message.replace(/[.\s]+$/, '')}` : ''
    }.`,
    ...more,
  };
}

function describeFailed(
  application: ArgoApplication,
  operation: Operation,
): StateDescription | undefined {
  const { sync, health } = application.status ?? {};
  const { message = '', finishedAt } = operation;
  // Whatever it was, it is over: a comparison since then finds nothing that differs.
  const isMended =
    sync?.status === 'Synced' && isOvertaken(application, operation);
  // A failure to read git is told by its condition, for as long as it lasts.
  if (
    isMended ||
    (message.startsWith('ComparisonError') &&
      !operation.syncResult?.resources?.length)
  ) {
    return undefined;
  }
  const reason = reasonOf(operation);
  const runs = sync?.status === 'Synced' && health?.status === 'Healthy';
  return {
    state:
      runs || message === 'Operation terminated' ? 'needs-attention' : 'failed',
    sentence:
      message === 'Operation terminated'
        ? `The last sync${targetOf(
            application,
            operation,
          )} was stopped before it ended.`
        : `The last sync${targetOf(application, operation)} failed: ${asEnding(
            reason,
          )}`,
    ...(finishedAt && { since: finishedAt }),
    ...(message && { detail: message }),
  };
}

/** What the operation says about how the Application is; nothing when it succeeded. */
export function describeOperationState(
  application: ArgoApplication,
): StateDescription | undefined {
  const operation = application.status?.operationState;
  const skipped = application.status?.conditions?.find(
    ({ type, message }) =>
      type === 'SyncError' && message?.startsWith('Skipping sync attempt'),
  );
  if (
    application.operation &&
    operation?.phase !== 'Running' &&
    operation?.phase !== 'Terminating'
  ) {
    return {
      state: 'working',
      sentence: `It is about to be synced${targetOf(application)}.`,
    };
  }
  switch (operation?.phase) {
    case 'Running':
    case 'Terminating':
      return describeRunning(application, operation);
    case 'Failed':
    case 'Error':
      return describeFailed(application, operation);
    default:
      return skipped
        ? {
            state: 'needs-attention',
            sentence:
              'Git holds no resource any more. Argo CD does not delete everything by itself; the Application has to allow it (allowEmpty), or be deleted.',
            ...(skipped.lastTransitionTime && {
              since: skipped.lastTransitionTime,
            }),
            detail: skipped.message,
          }
        : undefined;
  }
}
