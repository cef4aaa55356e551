import { ApiError } from '../errors';
import { countsGeneration } from '../registry/kindHooks';
import { CLEANUP, CRDS } from '../registry/crdCleanup';
import { storageOf } from '../registry/storageOf';
import type { Draft } from '../storage/Draft';
import { parseStored, type StoredObject } from '../storage/StoredObject';
import type { KubeObject, ResourceType } from '../types';
import { IMMORTAL_NAMESPACES } from './admit';
import type { DeleteOptions } from './deleteOptions';
import { formatTime } from './formatTime';
import { gracePeriodOf } from './gracePeriod';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** What a delete came to. */
export interface Deletion {
  object: StoredObject;
  /** False while finalizers hold it. */
  gone: boolean;
}

/**
 * Deletes an object in the draft, or marks it as being deleted when finalizers
 * or the propagation policy ask to wait.
 *
 * @throws ApiError 409 if a precondition fails, 403 for what must stay
 */
export function deleteObject(
  draft: Draft,
  type: ResourceType,
  stored: StoredObject,
  options: Pick<
    DeleteOptions,
    'propagationPolicy' | 'preconditions' | 'gracePeriodSeconds'
  >,
  now: Date,
): Deletion {
  const subject = { group: type.group, kind: type.plural };
  checkPreconditions(
    { group: type.group, kind: type.kind },
    stored,
    options.preconditions,
  );
  const resource = storageOf(type);
  const object = parseStored(stored);
  if (resource === 'namespaces' && IMMORTAL_NAMESPACES.has(stored.name)) {
    throw ApiError.forbidden(
      subject,
      stored.name,
      'this namespace may not be deleted',
    );
  }
  const { metadata } = object;
  const finalizers = [
    ...wantedFinalizers(metadata.finalizers ?? [], options.propagationPolicy),
  ];
  if (
    resource === CRDS &&
    !metadata.deletionTimestamp &&
    !finalizers.includes(CLEANUP)
  ) {
    finalizers.push(CLEANUP);
  }
  const changedFinalizers =
    JSON.stringify(finalizers) !== JSON.stringify(metadata.finalizers ?? []);
  if (finalizers.length > 0) metadata.finalizers = finalizers;
  else delete metadata.finalizers;

  const grace = gracePeriodOf(resource, object, options.gracePeriodSeconds);
  const held =
    finalizers.length > 0 ||
    grace > 0 ||
    (resource === 'namespaces' && namespaceFinalizers(object).length > 0);
  if (!held) {
    if (metadata.deletionTimestamp) metadata.deletionGracePeriodSeconds = grace;
    return { object: draft.remove(resource, object), gone: true };
  }
  const shortened =
    metadata.deletionTimestamp !== undefined &&
    grace < (metadata.deletionGracePeriodSeconds ?? 0);
  if (metadata.deletionTimestamp && !changedFinalizers && !shortened) {
    return { object: stored, gone: false };
  }
  if (shortened) metadata.deletionGracePeriodSeconds = grace;
  if (!metadata.deletionTimestamp) {
    metadata.deletionTimestamp = formatTime(
      new Date(now.getTime() + grace * 1000),
    );
    metadata.deletionGracePeriodSeconds = grace;
    if (resource === CRDS) markDefinition(object, now);
    else if (countsGeneration(type)) {
      metadata.generation = (metadata.generation ?? 0) + 1;
    }
    if (resource === 'namespaces') {
      delete metadata.deletionGracePeriodSeconds;
      object.status = {
        ...(object.status as object | undefined),
        phase: 'Terminating',
      };
    }
  }
  return { object: draft.put(resource, object), gone: false };
}

/** Says of a definition that its objects go now; only they are counted, not it. */
function markDefinition(crd: KubeObject, now: Date): void {
  delete crd.metadata.deletionGracePeriodSeconds;
  const { conditions, ...status } = (crd.status ?? {}) as {
    conditions?: { type: string }[];
  };
  crd.status = {
    ...status,
    conditions: [
      ...(conditions ?? []).filter(({ type }) => type !== 'Terminating'),
      {
        type: 'Terminating',
        status: 'True',
        lastTransitionTime: formatTime(now),
        reason: 'InstanceDeletionPending',
        message:
          'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
      },
    ],
  };
}

function namespaceFinalizers(object: KubeObject): string[] {
  return (
    (object.spec as { finalizers?: string[] } | undefined)?.finalizers ?? []
  );
}

function wantedFinalizers(
  present: string[],
  policy: DeleteOptions['propagationPolicy'],
): string[] {
  if (!policy) return present;
  const others = present.filter(
    finalizer => finalizer !== ORPHAN && finalizer !== FOREGROUND,
  );
  if (policy === 'Orphan') {
    return present.includes(ORPHAN) && !present.includes(FOREGROUND)
      ? present
      : [...others, ORPHAN];
  }
  if (policy === 'Foreground') {
    return present.includes(FOREGROUND) && !present.includes(ORPHAN)
      ? present
      : [...others, FOREGROUND];
  }
  return others;
}

function checkPreconditions(
  subject: { group: string; kind: string },
  stored: StoredObject,
  preconditions: DeleteOptions['preconditions'],
): void {
  const { uid, resourceVersion } = preconditions;
  if (uid !== undefined && uid !== stored.uid) {
    throw ApiError.conflict(
      subject,
      stored.name,
      `the UID in the precondition (${uid}) does not match the UID in record (${stored.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (
    resourceVersion !== undefined &&
    resourceVersion !== String(stored.revision)
  ) {
    throw ApiError.conflict(
      subject,
      stored.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${stored.revision}). The object might have been modified`,
    );
  }
}
