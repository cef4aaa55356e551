import type { KindHooks } from './kindHooks';

interface CrdSpec {
  names?: { singular?: string; listKind?: string; kind?: string };
  conversion?: { strategy?: string };
  versions?: { name: string; storage?: boolean }[];
}

/** CustomResourceDefinitions: names filled in, stored versions remembered. */
export const crdHooks: KindHooks = {
  prepare(object, old) {
    const spec = object.spec as CrdSpec | undefined;
    if (spec?.names?.kind) {
      spec.names.singular ||= spec.names.kind.toLowerCase();
      spec.names.listKind ||= `${spec.names.kind}List`;
    }
    if (spec) spec.conversion ??= { strategy: 'None' };
    const status = (object.status ?? old?.status ?? {}) as {
      storedVersions?: string[];
    };
    const stored = new Set(status.storedVersions ?? []);
    for (const version of spec?.versions ?? []) {
      if (version.storage) stored.add(version.name);
    }
    object.status = {
      conditions: [],
      acceptedNames: { plural: '', kind: '' },
      ...status,
      storedVersions: [...stored],
    };
  },
};
