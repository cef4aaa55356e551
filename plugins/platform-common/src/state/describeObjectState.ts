import { PAUSED_ANNOTATION } from '../annotations';
import type { Condition, KubernetesObject, StateDescription } from '../types';
import { readConditions } from './conditions';
import { detailOf } from './detailOf';
import { describeReady } from './describeReady';
import { describeWithoutConditions } from './describeWithoutConditions';
import { explainError } from './explainError';

/** A dependency that has not come after so many milliseconds needs someone to look. */
const PATIENCE = 5 * 60_000;

function compact(description: StateDescription): StateDescription {
  return Object.fromEntries(
    Object.entries(description).filter(([, value]) => value !== undefined),
  ) as unknown as StateDescription;
}

function isOlderThan(
  time: string | undefined,
  milliseconds: number,
  now: Date,
): boolean {
  return time !== undefined && now.getTime() - Date.parse(time) > milliseconds;
}

function isPaused(
  object: KubernetesObject,
  synced: Condition | undefined,
): boolean {
  return (
    object.metadata.annotations?.[PAUSED_ANNOTATION] === 'true' ||
    synced?.reason === 'ReconcilePaused'
  );
}

/** Finalizers of those who work on a deletion by themselves. */
const WORKING_FINALIZERS =
  /^(foregroundDeletion|orphan|kubernetes(\.io\/.*)?|finalizer\.(managedresource|apiextensions)\.crossplane\.io|(composite|defined|offered)\.apiextensions\.crossplane\.io|in-use\.crossplane\.io|customresourcecleanup\.apiextensions\.k8s\.io)$/;

/**
 * Whether a failure to reconcile holds a deletion up: only what a provider does outside does, or what
 * has failed since the deletion was asked for.
 */
function holdsUp(synced: Condition, deletedAt: string | undefined): boolean {
  return (
    /^(delete|observe|connect) failed: /.test(synced.message ?? '') ||
    Date.parse(synced.lastTransitionTime ?? '') > Date.parse(deletedAt ?? '')
  );
}

function describeDeletion(
  object: KubernetesObject,
  synced: Condition | undefined,
): StateDescription {
  const since = object.metadata.deletionTimestamp;
  if (isPaused(object, synced)) {
    return {
      state: 'deleting',
      sentence:
        'It is to be deleted, but it is paused, so nothing happens. Remove the annotation crossplane.io/paused and the deletion goes on.',
      since,
    };
  }
  if (synced?.status === 'False' && holdsUp(synced, since)) {
    const { cause, advice } = explainError(synced.message);
    return {
      state: 'deleting',
      sentence: `It is being deleted; that is held up because ${cause}. ${advice}`,
      since,
      detail: detailOf(synced),
    };
  }
  const foreign = (object.metadata.finalizers ?? []).filter(
    finalizer => !WORKING_FINALIZERS.test(finalizer),
  );
  return {
    state: 'deleting',
    sentence:
      foreign.length > 0
        ? `It is being deleted; that waits until the finalizer ${foreign.join(
            ', ',
          )} is removed from it.`
        : 'It is being deleted.',
    since,
  };
}

function describeSyncFailure(
  synced: Condition,
  ready: Condition | undefined,
  now: Date,
): StateDescription {
  const { state, cause, advice } = explainError(synced.message);
  const since = synced.lastTransitionTime;
  const detail = detailOf(synced);
  if (ready?.status === 'True') {
    return state === 'working'
      ? {
          state: 'ready',
          sentence: `It is ready; ${cause}. ${advice}`,
          since: ready.lastTransitionTime,
          detail,
        }
      : {
          state: 'needs-attention',
          sentence: `It works, but changes do not take effect because ${cause}. ${advice}`,
          since,
          detail,
        };
  }
  const waitsTooLong = state === 'waiting' && isOlderThan(since, PATIENCE, now);
  return {
    state: waitsTooLong ? 'needs-attention' : state,
    sentence: `It is not ready because ${cause}. ${
      waitsTooLong
        ? 'It has waited for more than five minutes; the platform team should look.'
        : advice
    }`,
    since,
    detail,
  };
}

/**
 * Says in the portal's one vocabulary how a Kubernetes or Crossplane object is.
 *
 * @remarks In this order: deletion, pause, failure to reconcile, readiness, and for kinds without
 * conditions their mere existence. Pure: the same object and time always give the same answer.
 *
 * @param now - Against which waiting times are measured.
 * @public
 */
export function describeObjectState(
  object: KubernetesObject,
  now: Date = new Date(),
): StateDescription {
  const conditions = readConditions(object);
  const find = (type: string) =>
    conditions.find(condition => condition.type === type);
  const synced = find('Synced');
  const ready = find('Ready');
  if (object.metadata.deletionTimestamp !== undefined) {
    return compact(describeDeletion(object, synced));
  }
  if (isPaused(object, synced)) {
    return compact({
      state: 'paused',
      sentence:
        'It is paused: neither changes nor a deletion take effect until the annotation crossplane.io/paused is removed.',
      since:
        synced?.reason === 'ReconcilePaused'
          ? synced.lastTransitionTime
          : undefined,
      detail: synced && detailOf(synced),
    });
  }
  if (synced?.status === 'False') {
    return compact(describeSyncFailure(synced, ready, now));
  }
  const description =
    conditions.length > 0
      ? describeReady(object, conditions, now)
      : describeWithoutConditions(object, now);
  return compact(description);
}
