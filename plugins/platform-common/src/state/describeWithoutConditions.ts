import type { KubernetesObject, StateDescription } from '../types';

/** So long, in milliseconds, a controller may take until it first says something. */
const FIRST_SIGN = 60_000;

/** Custom kinds that describe something and never have a state. */
const WITHOUT_STATE =
  /(Config|ConfigUsage|Configuration|Composition|Policy|Binding)$/;

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

function isBuiltIn(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return !group.includes('.') || group.endsWith('.k8s.io');
}

function describePhase(object: KubernetesObject): StateDescription | undefined {
  const { status } = object;
  const phase =
    typeof status === 'object' && status !== null && 'phase' in status
      ? status.phase
      : undefined;
  switch (phase) {
    case 'Active':
    case 'Bound':
    case 'Running':
    case 'Succeeded':
      return { state: 'ready', sentence: 'It is ready.' };
    case 'Pending':
      return { state: 'working', sentence: 'It is being prepared.' };
    case 'Terminating':
      return { state: 'deleting', sentence: 'It is being deleted.' };
    case 'Failed':
    case 'Lost':
      return { state: 'failed', sentence: 'It has failed.', detail: phase };
    default:
      return undefined;
  }
}

/**
 * The state of an object without conditions: a built-in kind such as ConfigMap simply exists; a
 * custom one has just been made, or nobody looks after it.
 */
export function describeWithoutConditions(
  object: KubernetesObject,
  now: Date,
): StateDescription {
  const since = object.metadata.creationTimestamp;
  const phase = describePhase(object);
  if (phase) {
    return phase;
  }
  if (isBuiltIn(object.apiVersion) || WITHOUT_STATE.test(object.kind)) {
    return {
      state: 'ready',
      sentence: 'It exists; a thing of this kind has no other state.',
      since,
    };
  }
  const isNew =
    since !== undefined && now.getTime() - Date.parse(since) <= FIRST_SIGN;
  return isNew
    ? {
        state: 'working',
        sentence: 'It has been accepted; work on it is about to begin.',
        since,
      }
    : {
        state: 'unknown',
        sentence:
          'Nothing has taken notice of it yet. The platform team can see whether its controller runs.',
        since,
      };
}
