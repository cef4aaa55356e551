import { untilEstablished, untilServed } from './installDefinitions';
import { type KubernetesClient, refOf } from './KubernetesClient';
import type { KubernetesObject } from './types';

/** Marks the definitions that stand-ins brought, and may therefore bring up to date. */
const MARK = { 'app.kubernetes.io/managed-by': 'cairn-sandbox' };

/**
 * Installs the definitions that are not there, brings its own up to date, and waits until all are served. Definitions of
 * somebody else, above all those of the real Crossplane or provider, stay as they are.
 *
 * @returns the names of those that were left alone
 */
export async function installOwn(
  client: KubernetesClient,
  crds: readonly KubernetesObject[],
  options: { fieldManager: string; signal: AbortSignal },
): Promise<string[]> {
  const { fieldManager, signal } = options;
  const foreign: string[] = [];
  for (const crd of crds) {
    const { metadata } = crd;
    const existing = await client.find(refOf(crd));
    if (existing && !isOwn(existing, fieldManager)) {
      foreign.push(metadata.name ?? '');
      continue;
    }
    await client.apply(
      {
        ...crd,
        metadata: { ...metadata, labels: { ...metadata.labels, ...MARK } },
      },
      { fieldManager, force: true },
    );
  }
  for (const crd of crds) {
    await untilEstablished(client, refOf(crd), signal);
    // A foreign one may serve other versions; whether they will do shows in use.
    if (!foreign.includes(crd.metadata.name ?? '')) {
      await untilServed(client, crd, signal);
    }
  }
  return foreign;
}

/** Marked, or applied by the stand-in before there was the mark. The real ones write by updates, and own by reference. */
function isOwn({ metadata }: KubernetesObject, fieldManager: string): boolean {
  const isMarked = Object.entries(MARK).every(
    ([label, value]) => metadata.labels?.[label] === value,
  );
  const isApplied = (metadata.managedFields ?? []).some(
    it => it.manager === fieldManager && it.operation === 'Apply',
  );
  return isMarked || (isApplied && !metadata.ownerReferences?.length);
}
