import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** Milliseconds; membership only decides who hears of a change, never who may see it. */
const TTL = 60_000;

/** Who belongs to a group, from the catalog, kept for a minute. */
export class GroupMembers {
  readonly #catalog: CatalogService;
  readonly #credentials: () => Promise<BackstageCredentials>;
  readonly #kept = new Map<
    string,
    { until: number; members: Promise<string[]> }
  >();

  static create(options: {
    catalog: CatalogService;
    credentials: () => Promise<BackstageCredentials>;
  }): GroupMembers {
    return new GroupMembers(options.catalog, options.credentials);
  }

  private constructor(
    catalog: CatalogService,
    credentials: () => Promise<BackstageCredentials>,
  ) {
    this.#catalog = catalog;
    this.#credentials = credentials;
  }

  /** Entity references of the users in any of these groups, each once, sorted. */
  async of(groups: Iterable<string>): Promise<string[]> {
    const members = await Promise.all(
      [...new Set(groups)].map(group => this.#membersOf(group)),
    );
    return [...new Set(members.flat())].sort();
  }

  #membersOf(group: string): Promise<string[]> {
    const now = Date.now();
    const kept = this.#kept.get(group);
    if (kept && kept.until > now) {
      return kept.members;
    }
    const members = this.#load(group);
    this.#kept.set(group, { until: now + TTL, members });
    // A failure is not kept.
    members.catch(() => this.#kept.delete(group));
    return members;
  }

  async #load(group: string): Promise<string[]> {
    const { items } = await this.#catalog.getEntities(
      {
        filter: { kind: 'User', 'relations.memberOf': group },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      },
      { credentials: await this.#credentials() },
    );
    return items.map(stringifyEntityRef);
  }
}
