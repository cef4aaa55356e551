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
  for (const version of spec.versions ?? []) {
    dropEmptyMaps(version.schema?.openAPIV3Schema);
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

/** Takes out maps without entries, as Go does not write them. */
function dropEmptyMaps(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as Record<string, unknown>;
  for (const field of ['properties', 'patternProperties', 'definitions']) {
    const map = schema[field];
    if (typeof map !== 'object' || map === null) continue;
    if (Object.keys(map).length === 0) delete schema[field];
    else Object.values(map).forEach(dropEmptyMaps);
  }
  for (const field of ['items', 'additionalProperties', 'not']) {
    dropEmptyMaps(schema[field]);
  }
}

/** Name of the version that is stored. */
export function storageVersion(versions: CrdVersion[]): string | undefined {
  return versions.find(version => version.storage)?.name;
}
