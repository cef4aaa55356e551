import type { ResourceType } from '../types';

/** All versions of one plural in one group. */
export interface ServedResource {
  group: string;
  plural: string;
  versions: Map<string, ResourceType>;
}

/** Groups whose version list does not start with the highest Kubernetes version. */
function versionRank(version: string): [number, number, number] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) return [-1, 0, 0];
  const stage = ['alpha', 'beta', undefined].indexOf(match[2]);
  return [stage, Number(match[1]), Number(match[3] ?? 0)];
}

/** Orders versions as discovery does: stable first, higher first, others by name. */
export function compareVersions(a: string, b: string): number {
  const left = versionRank(a);
  const right = versionRank(b);
  for (let index = 0; index < 3; index++) {
    if (left[index] !== right[index]) return right[index] - left[index];
  }
  return a < b ? -1 : Number(a > b);
}

/** The kinds served at the moment: built-in ones and those of CRDs. */
export class TypeRegistry {
  private readonly builtin: readonly ResourceType[];
  private custom = new Map<string, ResourceType[]>();
  private byPath = new Map<string, ResourceType>();
  private counter = 0;

  constructor(builtin: readonly ResourceType[]) {
    this.builtin = builtin;
    this.rebuild();
  }

  /** Grows with every change; caches of discovery and OpenAPI hang on it. */
  get generation(): number {
    return this.counter;
  }

  /** Sets the served versions of a CRD; an empty list takes it away. */
  setCustom(crdName: string, types: ResourceType[]): void {
    if (types.length > 0) this.custom.set(crdName, types);
    else if (!this.custom.delete(crdName)) return;
    this.rebuild();
  }

  find(
    group: string,
    version: string,
    plural: string,
  ): ResourceType | undefined {
    return this.byPath.get(`${group}/${version}/${plural}`);
  }

  /** The type of an object by its `apiVersion` and `kind`. */
  findKind(apiVersion: string, kind: string): ResourceType | undefined {
    for (const type of this.byPath.values()) {
      if (type.kind === kind && groupVersion(type) === apiVersion) return type;
    }
    return undefined;
  }

  /** Any served version of a resource, the storage version first. */
  findResource(group: string, plural: string): ResourceType | undefined {
    let found: ResourceType | undefined;
    for (const type of this.byPath.values()) {
      if (type.group !== group || type.plural !== plural) continue;
      if (type.version === type.storageVersion) return type;
      found ??= type;
    }
    return found;
  }

  all(): ResourceType[] {
    return [...this.byPath.values()];
  }

  /** Groups with their versions, preferred version first; core is `''`. */
  groups(): Map<string, string[]> {
    const groups = new Map<string, Set<string>>();
    for (const type of this.byPath.values()) {
      const versions = groups.get(type.group) ?? new Set();
      versions.add(type.version);
      groups.set(type.group, versions);
    }
    const builtin = new Set(this.builtin.map(type => type.group));
    // Clients take the first of equal short names: groups of CRDs go by name.
    const ordered = [...groups].sort(([a], [b]) => {
      if (builtin.has(a) || builtin.has(b)) {
        return Number(builtin.has(b)) - Number(builtin.has(a));
      }
      return a < b ? -1 : 1;
    });
    return new Map(
      ordered.map(([group, versions]) => [
        group,
        [...versions].sort(compareVersions),
      ]),
    );
  }

  private rebuild(): void {
    this.byPath = new Map();
    const add = (type: ResourceType) =>
      this.byPath.set(`${type.group}/${type.version}/${type.plural}`, type);
    this.builtin.forEach(add);
    for (const name of [...this.custom.keys()].sort()) {
      this.custom.get(name)?.forEach(add);
    }
    this.counter++;
  }
}

/** `v1`, or `group/version`. */
export function groupVersion(type: { group: string; version: string }): string {
  return type.group ? `${type.group}/${type.version}` : type.version;
}
