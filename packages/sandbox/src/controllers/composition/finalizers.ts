import type { KubernetesClient, KubernetesObject } from '../runtime';

/** Adds a finalizer, if it is not there yet. @returns the object as it is afterwards */
export async function addFinalizer<T extends KubernetesObject>(
  client: KubernetesClient,
  object: T,
  finalizer: string,
): Promise<T> {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(finalizer)) return object;
  return client.update<T>({
    ...object,
    metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] },
  });
}

/** Takes a finalizer away, if it is there. The object may be gone afterwards. */
export async function removeFinalizer<T extends KubernetesObject>(
  client: KubernetesClient,
  object: T,
  finalizer: string,
): Promise<T> {
  const finalizers = object.metadata.finalizers ?? [];
  if (!finalizers.includes(finalizer)) return object;
  return client.update<T>({
    ...object,
    metadata: {
      ...object.metadata,
      finalizers: finalizers.filter(it => it !== finalizer),
    },
  });
}

/** Whether an object is controlled by the owner of this uid. */
export function isControlledBy(
  object: KubernetesObject,
  uid?: string,
): boolean {
  return (object.metadata.ownerReferences ?? []).some(
    it => it.controller === true && it.uid === uid,
  );
}
