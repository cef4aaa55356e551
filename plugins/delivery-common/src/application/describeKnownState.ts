import type { State, StateDescription } from '@cairn/plugin-platform-common';
import { shortRevision } from '../git';
import { isAutomated, type ArgoApplication } from './ArgoApplication';
import { asEnding, cleanMessage } from './cleanMessage';
import { findComparisonFailure } from './comparison';
import { describeOperationState } from './describeOperationState';
import { describeOutOfSync } from './describeOutOfSync';
import { desiredNames, findDeployed } from './revisions';

type Rule = (application: ArgoApplication) => StateDescription | undefined;

function make(
  state: State,
  sentence: string,
  more: { since?: string; detail?: string } = {},
): StateDescription {
  const { since, detail } = more;
  return {
    state,
    sentence,
    ...(since && { since }),
    ...(detail && { detail }),
  };
}

/** `Version 1a2b3c4`, or `It` while nobody knows which. */
function subjectOf(application: ArgoApplication): string {
  const { names } = findDeployed(application);
  return names.length > 0
    ? `Version ${names.map(shortRevision).join(', ')}`
    : 'It';
}

const deleting: Rule = ({ metadata, status }) =>
  metadata.deletionTimestamp
    ? make(
        'deleting',
        metadata.finalizers?.some(name =>
          name.startsWith('resources-finalizer.argocd.argoproj.io'),
        )
          ? 'The Application and everything it runs are being deleted.'
          : 'The Application is being deleted.',
        {
          since: metadata.deletionTimestamp,
          detail: status?.conditions?.map(c => c.message).join(' '),
        },
      )
    : undefined;

const untouched: Rule = ({ metadata, status, operation }) =>
  !status?.sync?.status && !status?.conditions?.length && !operation
    ? make(
        'unknown',
        'Argo CD has not looked at this Application yet. If that lasts, ask the platform team whether Argo CD watches its namespace.',
        { since: metadata.creationTimestamp },
      )
    : undefined;

const forbidden: Rule = ({ status }) => {
  const found = status?.conditions?.find(
    ({ type }) => type === 'InvalidSpecError' || type === 'UnknownError',
  );
  return found
    ? make(
        'failed',
        `Argo CD refuses this Application: ${asEnding(
          cleanMessage(found.message ?? ''),
        )}`,
        { since: found.lastTransitionTime, detail: found.message },
      )
    : undefined;
};

const running: Rule = application => describeOperationState(application);

const notCompared: Rule = application => {
  const failure = findComparisonFailure(application);
  if (!failure) {
    return undefined;
  }
  const health = application.status?.health?.status;
  const still =
    health === 'Healthy'
      ? ' What runs was healthy when last seen.'
      : (health && ` Its health was ${health} when last seen.`) || '';
  const { since, message: detail, reason } = failure;
  switch (failure.kind) {
    case 'unreachable':
      return make(
        'unknown',
        `Argo CD cannot read git, so nobody knows whether this is up to date: ${asEnding(
          reason,
        )}${still}`,
        { since, detail },
      );
    case 'refused':
      return make(
        'unknown',
        `Argo CD may not read the repository, so nobody knows whether this is up to date: ${asEnding(
          reason,
        )} The platform team keeps the credentials.`,
        { since, detail },
      );
    default:
      return make(
        'failed',
        `Argo CD cannot build the manifests from git: ${asEnding(
          reason,
        )}${still}`,
        { since, detail },
      );
  }
};

/** A sync is over and its result not yet compared: for that moment the rest of the status is of before. */
const justSynced: Rule = ({ status }) => {
  const { operationState, reconciledAt = '', health, sync } = status ?? {};
  const age =
    Date.parse(operationState?.finishedAt ?? '') - Date.parse(reconciledAt);
  // Times are whole seconds; nothing can be Missing right after everything was applied.
  const isOfBefore = health?.status === 'Missing' ? age >= 0 : age > 0;
  return operationState?.phase === 'Succeeded' &&
    isOfBefore &&
    sync?.status === 'OutOfSync' &&
    !operationState.operation?.sync?.dryRun
    ? make(
        'working',
        'It has been synced, and Argo CD compares it with git again.',
        { since: operationState.finishedAt },
      )
    : undefined;
};

/** The resources that are said to be in this health, where the object says it at all. */
function namesIn({ status }: ArgoApplication, health: string): string {
  const found = (status?.resources ?? []).filter(
    resource => resource.health?.status === health,
  );
  const [first] = found;
  if (!first) {
    return '';
  }
  const rest = found.length > 1 ? ` and ${found.length - 1} more` : '';
  const why = found.length === 1 ? first.health?.message : undefined;
  return `: ${first.kind} ${first.name}${rest}${why ? `, ${why}` : ''}`;
}

const unhealthy: Rule = application => {
  const { health, sync } = application.status ?? {};
  const since = health?.lastTransitionTime;
  const subject = subjectOf(application);
  switch (health?.status) {
    case 'Degraded':
      return make(
        'failed',
        `${subject} is deployed and not healthy${asEnding(
          namesIn(application, 'Degraded'),
        )}`,
        { since },
      );
    case 'Suspended':
      return make('paused', `${subject} is deployed and paused.`, { since });
    case 'Progressing':
      return sync?.status === 'Synced'
        ? make('working', `${subject} is deployed and starting.`, { since })
        : undefined;
    case 'Missing':
      return isAutomated(application)
        ? make(
            'needs-attention',
            'Nothing of it runs, although Argo CD should deploy it by itself. A sync window may be closed.',
            { since },
          )
        : make(
            'waiting',
            'Nothing of it runs yet: somebody has to sync it in Argo CD.',
            { since },
          );
    default:
      return undefined;
  }
};

const outOfSync: Rule = application =>
  application.status?.sync?.status === 'OutOfSync'
    ? describeOutOfSync(application)
    : undefined;

const shared: Rule = ({ status }) => {
  const found = status?.conditions?.find(
    ({ type }) => type === 'SharedResourceWarning',
  );
  return found
    ? make(
        'needs-attention',
        `Two Applications claim the same resource: ${asEnding(
          cleanMessage(found.message ?? ''),
        )}`,
        { since: found.lastTransitionTime, detail: found.message },
      )
    : undefined;
};

const inOrder: Rule = application => {
  const { sync, health } = application.status ?? {};
  if (sync?.status !== 'Synced') {
    return undefined;
  }
  const since = findDeployed(application).at ?? health?.lastTransitionTime;
  if (health?.status === 'Healthy') {
    return make(
      'ready',
      `${subjectOf(application)} runs as git says and is healthy.`,
      { since },
    );
  }
  // Nothing in it has a health of its own, for example only ConfigMaps.
  return health?.status === undefined || health.status === ''
    ? make('ready', `${subjectOf(application)} is deployed as git says.`, {
        since,
      })
    : undefined;
};

/** In this order: the first that has something to say says it. */
const rules: Rule[] = [
  deleting,
  untouched,
  forbidden,
  running,
  notCompared,
  justSynced,
  unhealthy,
  shared,
  outOfSync,
  inOrder,
];

/**
 * How an Application is by what its object says, whether or not that can still be believed.
 *
 * @remarks Rules and messages follow what Argo CD 3.5.7 wrote in recordings of every case.
 */
export function describeKnownState(
  application: ArgoApplication,
): StateDescription {
  for (const rule of rules) {
    const found = rule(application);
    if (found) {
      return found;
    }
  }
  const { sync, health } = application.status ?? {};
  return make(
    'unknown',
    `Argo CD does not say how this is (sync ${
      sync?.status ?? 'unknown'
    }, health ${health?.status ?? 'unknown'}${
      desiredNames(application).length ? '' : ', no revision'
    }).`,
    { since: health?.lastTransitionTime },
  );
}
