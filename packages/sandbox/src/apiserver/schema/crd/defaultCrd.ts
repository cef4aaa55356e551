import type { KubeObject } from '../../types';
import { type CrdVersion, crdSpec } from './crdTypes';

interface CrdStatus {
  storedVersions?: string[];
  conditions?: unknown[] | null;
  acceptedNames?: object;
}

/**
 * Fills in, in place, what the server fills in on a CRD: singular and list
 * kind, the conversion strategy, and the storage version among the stored ones.
 */
export function defaultCrd(crd: KubeObject): void {
  const spec = crdSpec(crd);
  const { names } = spec;
  if (names?.kind) {
    names.singular ||= names.kind.toLowerCase();
    names.listKind ||= `${names.kind}List`;
  }
  if (crd.spec) spec.conversion ??= { strategy: 'None' };
  const status = (crd.status ?? {}) as CrdStatus;
  const storage = storageVersion(spec.versions ?? []);
  const stored = status.storedVersions ?? [];
  crd.status = {
    // As Go writes a list that was never filled.
    conditions: null,
    acceptedNames: { plural: '', kind: '' },
    ...status,
    storedVersions:
      storage === undefined || stored.includes(storage)
        ? stored
        : [...stored, storage],
  };
}

/** Name of the version that is stored. */
export function storageVersion(versions: CrdVersion[]): string | undefined {
  return versions.find(version => version.storage)?.name;
}
