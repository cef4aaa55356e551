import type { Condition, KubernetesObject, StateDescription } from '../types';
import { detailOf } from './detailOf';

/** Conditions that say whether an object does its work, the most telling first. */
const POSITIVE = [
  'Ready',
  'Available',
  'Healthy',
  'Offered',
  'Established',
  'ValidPipeline',
  'Complete',
  'NamesAccepted',
  'Synced',
  'Responsive',
];

/** Conditions that are bad news when true. */
const NEGATIVE = ['Terminating', 'Failed', 'ReplicaFailure'];

/** Conditions that come first and say nothing of readiness when true. */
const FIRST_SIGNS = new Set(['NamesAccepted', 'Synced', 'Responsive']);

/** Reasons of a negative condition that are nothing but a beginning. */
const BEGINNINGS: Record<string, string> = {
  Installing: 'It is being installed.',
  InactiveManagedResource:
    'It is installed but switched off; the platform team can activate it.',
  PendingManagedResource: 'It is being activated.',
  Waiting: 'It waits for the resource behind it to become ready.',
  MinimumReplicasUnavailable: 'Its instances are being started.',
  ContainersNotReady: 'Its containers are being started.',
  PodInitializing: 'It is being started.',
  ContainerCreating: 'It is being started.',
};

const UNREADY = /^Unready resources: (.+)$/;

function describeCreating(condition: Condition): string {
  const parts = UNREADY.exec(condition.message ?? '')?.[1];
  return parts === undefined
    ? 'It is being created.'
    : `It is being created; not ready yet: ${parts}.`;
}

function describeNegative(condition: Condition): StateDescription {
  const since = condition.lastTransitionTime;
  const detail = detailOf(condition);
  if (condition.type === 'Terminating') {
    return {
      state: 'deleting',
      sentence:
        condition.reason === 'InUse'
          ? 'It is to be deleted as soon as nothing uses it any more.'
          : 'It is being deleted.',
      since,
      detail,
    };
  }
  return {
    state: 'failed',
    sentence: 'It has failed. The details name the cause.',
    since,
    detail,
  };
}

/** How long, in milliseconds, Crossplane looks away at least (rule 16 of its recorded behaviour). */
const COOLDOWN = 5 * 60_000;

const CIRCUIT_SOURCE = /watch events from (\S+)\/(\S+) \(/;

/**
 * What an open circuit breaker means: changes wait up to 30 seconds. It closes only when something
 * about the object changes after the cooldown, so a quiet one stays as it is.
 *
 * @returns the end of a sentence that begins with "It is ready, but".
 * @public
 */
export function describeOpenCircuit(
  object: KubernetesObject,
  responsive: Condition,
  now: Date,
): string {
  const source = CIRCUIT_SOURCE.exec(responsive.message ?? '');
  const isItself =
    source?.[1] === object.kind && source[2] === object.metadata.name;
  const cause =
    !source || isItself
      ? 'too much happened around it'
      : `its ${source[1]} "${source[2]}" was changed too often`;
  const since = Date.parse(responsive.lastTransitionTime ?? '');
  return now.getTime() - since < COOLDOWN
    ? `changes take effect up to 30 seconds late because ${cause}.`
    : `changes still take effect late because ${cause} a while ago. That ends when it is touched: change it, or set any annotation on it.`;
}

function describeTrue(
  object: KubernetesObject,
  condition: Condition,
  conditions: Condition[],
  now: Date,
): StateDescription {
  const since = condition.lastTransitionTime;
  const responsive = conditions.find(({ type }) => type === 'Responsive');
  const { generation } = object.metadata;
  if (
    condition.observedGeneration !== undefined &&
    generation !== undefined &&
    condition.observedGeneration < generation
  ) {
    return {
      state: 'working',
      sentence: 'It works; the latest change is being applied.',
    };
  }
  if (responsive?.status === 'False') {
    return {
      state: 'ready',
      sentence: `It is ready, but ${describeOpenCircuit(
        object,
        responsive,
        now,
      )}`,
      since,
      detail: detailOf(responsive),
    };
  }
  return { state: 'ready', sentence: 'It is ready.', since };
}

function describeFalse(condition: Condition): StateDescription {
  const since = condition.lastTransitionTime;
  const detail = detailOf(condition);
  const { reason = '' } = condition;
  if (reason === 'Creating') {
    return {
      state: 'working',
      sentence: describeCreating(condition),
      since,
      detail,
    };
  }
  if (reason === 'Deleting' || reason.startsWith('Terminating')) {
    return {
      state: 'deleting',
      sentence: 'It is being deleted.',
      since,
      detail,
    };
  }
  if (reason === 'InactiveManagedResource') {
    return { state: 'paused', sentence: BEGINNINGS[reason], since, detail };
  }
  if (Object.hasOwn(BEGINNINGS, reason)) {
    return { state: 'working', sentence: BEGINNINGS[reason], since, detail };
  }
  if (reason === 'WatchCircuitOpen') {
    return {
      state: 'working',
      sentence:
        'It has been accepted, but work on it is slow because too much happens around it.',
      since,
      detail,
    };
  }
  if (reason === 'NotAccepted' || condition.type === 'NamesAccepted') {
    return {
      state: 'failed',
      sentence:
        'It cannot be installed because its name is taken. The platform team can mend this.',
      since,
      detail,
    };
  }
  return {
    state: 'needs-attention',
    sentence: 'It is not ready. The details name the cause.',
    since,
    detail,
  };
}

/**
 * The state of an object that reconciles without an error, from whichever of its conditions tells
 * most.
 *
 * @param conditions - At least one.
 */
export function describeReady(
  object: KubernetesObject,
  conditions: Condition[],
  now: Date,
): StateDescription {
  const byType = new Map(conditions.map(item => [item.type, item]));
  for (const type of NEGATIVE) {
    const condition = byType.get(type);
    if (condition?.status === 'True') {
      return describeNegative(condition);
    }
  }
  const type = POSITIVE.find(name => byType.has(name));
  const condition = type === undefined ? undefined : byType.get(type);
  if (!condition) {
    return {
      state: 'unknown',
      sentence: 'The portal does not know what this kind says about itself.',
    };
  }
  if (FIRST_SIGNS.has(condition.type) && condition.status === 'True') {
    return isCompleteWhenSynced(object)
      ? {
          state: 'ready',
          sentence: 'It is ready.',
          since: condition.lastTransitionTime,
        }
      : {
          state: 'working',
          sentence: 'It has been accepted; its state is not known yet.',
          since: condition.lastTransitionTime,
        };
  }
  if (condition.status === 'True') {
    return describeTrue(object, condition, conditions, now);
  }
  if (condition.status === 'False') {
    return describeFalse(condition);
  }
  return Object.hasOwn(BEGINNINGS, condition.reason ?? '')
    ? {
        state: 'working',
        sentence: BEGINNINGS[condition.reason ?? ''],
        since: condition.lastTransitionTime,
        detail: detailOf(condition),
      }
    : {
        state: 'unknown',
        sentence:
          'Its controller does not know how it is. The details say more.',
        since: condition.lastTransitionTime,
        detail: detailOf(condition),
      };
}

/** Revisions have no Ready of their own. */
function isCompleteWhenSynced(object: KubernetesObject): boolean {
  return object.kind === 'CompositionRevision';
}
