import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { foldFacts, type Ledger } from '@cairn/plugin-dora-common';
import {
  ComponentIndex,
  readDirectoryOptions,
  type ComponentEntry,
  type TranslationContext,
} from '@cairn/plugin-dora-node';
import type { Knex } from 'knex';
import type { FactStore } from '../database/FactStore';
import { readCatalog } from './readCatalog';
import { syncRoster } from './syncRoster';

/** Sources of incidents that need a collector which is told a secret. */
const NEED_SECRETS = ['alertmanager', 'pagerduty', 'cdevents'];

interface Options {
  db: Knex;
  facts: FactStore;
  catalog: CatalogService;
  config: Config;
  zone: string;
  zones: ReadonlyMap<string, string>;
  secrets: ReadonlyMap<string, readonly string[]>;
  now?: () => number;
}

/** Knows who is who, from the catalog as it was read last. */
export class ComponentDirectory implements TranslationContext {
  readonly #options: Options;
  #index: ComponentIndex;
  #titles: ReadonlyMap<string, string> = new Map();
  #readAt: number | undefined;

  static create(options: Options): ComponentDirectory {
    return new ComponentDirectory(options);
  }

  private constructor(options: Options) {
    this.#options = options;
    this.#index = ComponentIndex.fromEntities(
      [],
      readDirectoryOptions(options.config),
    );
  }

  /** When the catalog was read last. */
  get readAt(): number | undefined {
    return this.#readAt;
  }

  /**
   * Reads the catalog again.
   *
   * @param credentials - the portal's own: whose a component is, is not a matter of who asks
   * @returns whether components or what they belong to changed
   */
  async refresh(credentials: BackstageCredentials): Promise<boolean> {
    const { db, catalog, zone, zones } = this.#options;
    const now = this.#options.now?.() ?? Date.now();
    const view = await readCatalog({ catalog, credentials });
    this.#index = ComponentIndex.fromEntities(view.components, {
      ...readDirectoryOptions(this.#options.config),
      incidentSources: await this.#incidentSources(),
    });
    this.#titles = view.titles;
    this.#readAt = now;
    const index = this.#index;
    return syncRoster(db, { view, index, zone, zones, now });
  }

  all(): readonly ComponentEntry[] {
    return this.#index.all();
  }

  componentsOfRepository(repository: string) {
    return this.#index.componentsOfRepository(repository);
  }

  componentsNamed(name: string) {
    return this.#index.componentsNamed(name);
  }

  repositories() {
    return this.#index.repositories();
  }

  tierOf(environment: string) {
    return this.#index.tierOf(environment);
  }

  environmentOf(name: string) {
    return this.#index.environmentOf(name);
  }

  /** What a group, system or domain is called. */
  titleOf(scope: string): string | undefined {
    return this.#titles.get(scope);
  }

  async ledgerOfRepository(repository: string): Promise<Ledger> {
    const components = this.componentsOfRepository(repository);
    return foldFacts(
      await this.#options.facts.load([
        `r:${repository.toLowerCase()}`,
        ...components.map(({ definition: { uid } }) => `c:${uid}`),
      ]),
    );
  }

  /** Those that are connected: of any other it is not known that there were no incidents. */
  async #incidentSources(): Promise<string[]> {
    const { db, config, secrets } = this.#options;
    const wanted = readDirectoryOptions(config).incidentSources;
    const [told] = await db('facts')
      .where({ type: 'incident', collector: 'api' })
      .limit(1)
      .select('id');
    return wanted.filter(source => {
      if (source === 'api') return told !== undefined;
      return (
        !NEED_SECRETS.includes(source) || (secrets.get(source)?.length ?? 0) > 0
      );
    });
  }
}
