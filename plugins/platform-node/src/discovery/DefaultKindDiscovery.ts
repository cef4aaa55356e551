import { isClusterRequestError } from '../http/ClusterRequestError';
import type { ClusterConnection } from '../http/types';
import type { GroupKind } from '../types';
import {
  parseAggregatedDiscovery,
  parseGroupList,
  parseResourceList,
} from './parseDiscovery';
import type { GroupVersionResources } from './parseDiscovery';
import type { DiscoveredKind, KindDiscovery } from './types';

const ACCEPT = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

const MAX_AGE = 5 * 60_000;
const MIN_AGE = 3_000;

function keyOf({ group, kind }: GroupKind): string {
  return `${kind}.${group}`;
}

/**
 * Asks a cluster what it offers: two requests with aggregated discovery, one per group and version
 * without it. The answer is kept for five minutes; a kind that is missing from it makes it be asked
 * anew after three seconds at the earliest.
 */
export class DefaultKindDiscovery implements KindDiscovery {
  readonly #connection: ClusterConnection;
  #kinds: Map<string, DiscoveredKind> | undefined;
  #loadedAt = 0;
  #loading: Promise<Map<string, DiscoveredKind>> | undefined;

  static create(options: {
    connection: ClusterConnection;
  }): DefaultKindDiscovery {
    return new DefaultKindDiscovery(options.connection);
  }

  private constructor(connection: ClusterConnection) {
    this.#connection = connection;
  }

  async find(kind: GroupKind): Promise<DiscoveredKind | undefined> {
    const age = Date.now() - this.#loadedAt;
    const known = this.#kinds?.get(keyOf(kind));
    if (this.#kinds && (known ? age < MAX_AGE : age < MIN_AGE)) {
      return known;
    }
    const kinds = await this.#load();
    return kinds.get(keyOf(kind));
  }

  invalidate(): void {
    this.#kinds = undefined;
  }

  async #load(): Promise<Map<string, DiscoveredKind>> {
    this.#loading ??= this.#fetch().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #fetch(): Promise<Map<string, DiscoveredKind>> {
    const found = (
      await Promise.all([this.#fetchCore(), this.#fetchGroups()])
    ).flat();
    const kinds = new Map<string, DiscoveredKind>();
    for (const { group, version, resources } of found) {
      for (const resource of resources) {
        const key = keyOf({ group, kind: resource.kind });
        if (!kinds.has(key)) {
          kinds.set(key, { group, version, ...resource });
        }
      }
    }
    this.#kinds = kinds;
    this.#loadedAt = Date.now();
    return kinds;
  }

  async #fetchCore(): Promise<GroupVersionResources[]> {
    const body = await this.#get('/api', ACCEPT);
    return (
      parseAggregatedDiscovery(body) ?? [
        {
          group: '',
          version: 'v1',
          resources: parseResourceList(await this.#get('/api/v1')),
        },
      ]
    );
  }

  async #fetchGroups(): Promise<GroupVersionResources[]> {
    const body = await this.#get('/apis', ACCEPT);
    const aggregated = parseAggregatedDiscovery(body);
    if (aggregated) {
      return aggregated;
    }
    return Promise.all(
      parseGroupList(body).map(async ({ group, version }) => ({
        group,
        version,
        resources: await this.#fetchResources(group, version),
      })),
    );
  }

  /** One aggregated API server that is down must not hide every other group. */
  async #fetchResources(
    group: string,
    version: string,
  ): Promise<GroupVersionResources['resources']> {
    const path = `/apis/${encodeURIComponent(group)}/${encodeURIComponent(
      version,
    )}`;
    try {
      return parseResourceList(await this.#get(path));
    } catch (error) {
      if (
        isClusterRequestError(error) &&
        (error.httpStatus === 503 || error.httpStatus === 404)
      ) {
        return [];
      }
      throw error;
    }
  }

  async #get(path: string, accept = 'application/json'): Promise<unknown> {
    const { body } = await this.#connection.request({
      method: 'GET',
      path,
      headers: { accept },
    });
    return body;
  }
}
