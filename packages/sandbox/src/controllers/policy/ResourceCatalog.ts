import type { ResourceRule } from '../../cel';
import { type ClusterConnection, isNotFound } from '../runtime';
import { HttpTransport } from '../runtime/HttpTransport';
import { splitApiVersion } from './kyverno/PolicySet';

/** A kind the server serves. */
export interface ServedResource {
  group: string;
  version: string;
  apiVersion: string;
  kind: string;
  plural: string;
  namespaced: boolean;
}

type ResourceList = {
  resources: {
    name: string;
    kind: string;
    namespaced: boolean;
    verbs: string[];
  }[];
};
type GroupList = {
  groups: {
    versions: { groupVersion: string }[];
    preferredVersion: { groupVersion: string };
  }[];
};

/** How long an answer of the server is good for. */
const FRESH_MS = 60_000;

/** Kinds that come and go by themselves, or are made by policies. */
const neverScanned = new Set([
  'Event',
  'Lease',
  'Endpoints',
  'EndpointSlice',
  'PolicyReport',
  'ClusterPolicyReport',
  'Report',
  'ClusterReport',
  'EphemeralReport',
]);

/** Finds kinds by plural, wildcards too. Asks the server; guesses nothing. */
export class ResourceCatalog {
  private readonly transport: HttpTransport;
  private readonly known = new Map<
    string,
    { until: number; resources: Promise<ServedResource[]> }
  >();

  constructor(connection: ClusterConnection) {
    this.transport = new HttpTransport(connection, 'cairn-policy');
  }

  /** The kinds that rules match and that can be listed and watched. */
  async matched(rules: readonly ResourceRule[]): Promise<ServedResource[]> {
    const found = new Map<string, ServedResource>();
    for (const rule of rules) {
      for (const apiVersion of await this.versionsOf(rule)) {
        for (const one of await this.resourcesOf(apiVersion)) {
          const wanted = (rule.resources ?? []).some(
            it => it === '*' || it === '*/*' || it === one.plural,
          );
          if (wanted && !neverScanned.has(one.kind)) {
            found.set(`${one.group}/${one.plural}`, one);
          }
        }
      }
    }
    return [...found.values()];
  }

  /** The resource of a kind; `undefined` if the server does not serve it. */
  async find(
    apiVersion: string,
    kind: string,
  ): Promise<ServedResource | undefined> {
    const resources = await this.resourcesOf(apiVersion);
    return resources.find(it => it.kind === kind);
  }

  /** Every kind of that name, whatever its group; `*` for all groups or kinds. */
  async ofKinds(groups: string[], kinds: string[]): Promise<ServedResource[]> {
    const takes = (list: string[], one: string) =>
      list.length === 0 || list.includes('*') || list.includes(one);
    const all = await this.matched([
      {
        apiGroups: groups.length > 0 ? groups : ['*'],
        apiVersions: ['*'],
        resources: ['*'],
      },
    ]);
    return all.filter(it => takes(kinds, it.kind));
  }

  /** Forgets what the server said, after its kinds changed. */
  forget(): void {
    this.known.clear();
  }

  close(): void {
    this.transport.close();
  }

  private async versionsOf(rule: ResourceRule): Promise<string[]> {
    const { apiGroups = [], apiVersions = [] } = rule;
    if (!apiGroups.includes('*') && !apiVersions.includes('*')) {
      return apiGroups.flatMap(group =>
        apiVersions.map(version => (group ? `${group}/${version}` : version)),
      );
    }
    const { groups } = await this.transport.json<GroupList>({
      method: 'GET',
      path: '/apis',
    });
    // One version of each group is enough: all versions show the same objects.
    const preferred = groups.map(it => it.preferredVersion.groupVersion);
    return ['v1', ...preferred].filter(apiVersion => {
      const [group, version] = splitApiVersion(apiVersion);
      return (
        (apiGroups.includes('*') || apiGroups.includes(group)) &&
        (apiVersions.includes('*') || apiVersions.includes(version))
      );
    });
  }

  private resourcesOf(apiVersion: string): Promise<ServedResource[]> {
    const known = this.known.get(apiVersion);
    if (known && known.until > Date.now()) return known.resources;
    const resources = this.fetch(apiVersion);
    this.known.set(apiVersion, { until: Date.now() + FRESH_MS, resources });
    resources.then(
      found => found.length === 0 && this.known.delete(apiVersion),
      () => this.known.delete(apiVersion),
    );
    return resources;
  }

  private async fetch(apiVersion: string): Promise<ServedResource[]> {
    const [group, version] = splitApiVersion(apiVersion);
    try {
      const list = await this.transport.json<ResourceList>({
        method: 'GET',
        path: group ? `/apis/${apiVersion}` : `/api/${apiVersion}`,
      });
      return list.resources
        .filter(it => !it.name.includes('/'))
        .filter(it => it.verbs.includes('watch') && it.verbs.includes('list'))
        .map(({ name, kind, namespaced }) => ({
          group,
          version,
          apiVersion,
          kind,
          plural: name,
          namespaced,
        }));
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  }
}
