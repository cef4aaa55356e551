import { isDeepStrictEqual } from 'node:util';
import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { isConflict } from '../../runtime';
import { isControlledBy } from '../finalizers';

/** The CRD kind. */
export const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
};

/**
 * Creates a CRD or brings it to what was rendered.
 *
 * @param uid - of the XRD that must control it
 * @returns the CRD as it is afterwards, and whether that is news
 * @throws Error when it is somebody else's, or the server refuses it
 */
export async function applyCrd(
  client: KubernetesClient,
  rendered: KubernetesObject,
  uid: string | undefined,
): Promise<{ crd: KubernetesObject; changed: boolean }> {
  const name = rendered.metadata.name ?? '';
  const existing = await client.find({ ...CRD, name });
  if (!existing) {
    const crd = await prefixed('cannot create object', () =>
      client.create(rendered),
    );
    return { crd, changed: true };
  }
  const controlled = existing.metadata.ownerReferences?.some(
    it => it.controller,
  );
  if (controlled && !isControlledBy(existing, uid)) {
    throw new Error(`existing object is not controlled by UID "${uid}"`);
  }
  if (
    isDeepStrictEqual(existing.spec, rendered.spec) &&
    isControlledBy(existing, uid) &&
    isDeepStrictEqual(
      existing.metadata.labels ?? {},
      rendered.metadata.labels ?? {},
    )
  ) {
    return { crd: existing, changed: false };
  }
  const { resourceVersion, generation } = existing.metadata;
  const crd = await prefixed('cannot update object', () =>
    client.update({
      ...rendered,
      metadata: { ...rendered.metadata, resourceVersion },
    }),
  );
  return { crd, changed: crd.metadata.generation !== generation };
}

async function prefixed<T>(
  prefix: string,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (isConflict(error) || !(error instanceof Error)) throw error;
    throw new Error(`${prefix}: ${error.message}`);
  }
}
