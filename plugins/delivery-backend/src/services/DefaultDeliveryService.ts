import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  deliverySelector,
  filterDeliveries,
  isSelected,
  pageDeliveries,
  readDeliveryDetail,
  readDeliverySummary,
  type DeliveryContext,
  type DeliveryDetail,
  type DeliveryList,
  type DeliveryRef,
  type EntityDelivery,
} from '@cairn/plugin-delivery-common';
import type { SourceHealth } from '@cairn/plugin-platform-common';
import type { OwnerScope } from '@cairn/plugin-platform-node';
import type { DeliveryOptions } from '../config/readDeliveryOptions';
import type { ApplicationFinder, FoundApplication } from './ApplicationFinder';
import type { AsUser, DeliveryListQuery } from './DeliveryService';

const PAGE = 100;

/** Reads what runs where; what is outside of a scope does not exist. */
export class DefaultDeliveryService {
  readonly #finder: ApplicationFinder;
  readonly #catalog: CatalogService;
  readonly #options: DeliveryOptions;

  static create(options: {
    finder: ApplicationFinder;
    catalog: CatalogService;
    options: DeliveryOptions;
  }): DefaultDeliveryService {
    return new DefaultDeliveryService(options);
  }

  private constructor(options: {
    finder: ApplicationFinder;
    catalog: CatalogService;
    options: DeliveryOptions;
  }) {
    this.#finder = options.finder;
    this.#catalog = options.catalog;
    this.#options = options.options;
  }

  async listApplications(
    query: DeliveryListQuery,
    scope: OwnerScope,
  ): Promise<DeliveryList> {
    const { items, sources } = await this.#visible(scope);
    const { limit = PAGE, cursor, ...filter } = query;
    const context = this.#contextOf(sources);
    const summaries = items.map(found =>
      readDeliverySummary(found.object, context(found)),
    );
    const page = pageDeliveries(filterDeliveries(summaries, filter), {
      limit,
      cursor,
    });
    if (!page) {
      throw new InputError(
        'The cursor is none that a page has given. Leave it out to begin at the start.',
      );
    }
    return { ...page, sources };
  }

  async getApplication(
    ref: DeliveryRef,
    scope: OwnerScope,
  ): Promise<DeliveryDetail> {
    const { items, sources } = await this.#visible(scope);
    const found = items.find(
      ({ cluster, object: { metadata } }) =>
        cluster === ref.cluster &&
        metadata.namespace === ref.namespace &&
        metadata.name === ref.name,
    );
    if (!found) {
      throw new NotFoundError(
        `There is no Application "${ref.name}" in namespace "${ref.namespace}" on cluster "${ref.cluster}", or you may not see it. You can see it when you belong to the owning team.`,
      );
    }
    return readDeliveryDetail(found.object, this.#contextOf(sources)(found));
  }

  async getEntityDelivery(
    entityRef: string,
    scope: OwnerScope,
    { credentials }: AsUser,
  ): Promise<EntityDelivery> {
    const entity = await this.#catalog.getEntityByRef(entityRef, {
      credentials,
    });
    if (!entity) {
      throw new NotFoundError(
        `There is no entity "${entityRef}" in the catalog, or you may not see it.`,
      );
    }
    const { items, sources } = await this.#visible(scope);
    const selector = deliverySelector(entity);
    const context = this.#contextOf(sources);
    return {
      ...(selector && { selector }),
      items: items
        .filter(({ object }) => selector && isSelected(object, selector))
        .map(found => readDeliveryDetail(found.object, context(found)))
        .sort(
          (one, other) =>
            one.name.localeCompare(other.name, 'en') ||
            one.cluster.localeCompare(other.cluster, 'en'),
        ),
      sources,
    };
  }

  async #visible(scope: OwnerScope) {
    const { items, sources } = await this.#finder.list();
    return {
      // What nobody owns is for those who may see everything: no group matches it.
      items: items.filter(({ owner }) => scope(owner ?? '')),
      sources,
    };
  }

  #contextOf(sources: SourceHealth[]) {
    const { hosts, silentAfter } = this.#options;
    const now = Date.now();
    const sourceOf = new Map(sources.map(source => [source.cluster, source]));
    return (found: FoundApplication): DeliveryContext => {
      const { cluster, destination, owner, environment } = found;
      const source = sourceOf.get(cluster);
      return {
        cluster,
        destination,
        ...(owner && { owner }),
        ...(environment && { environment }),
        ...(source && { source }),
        hosts,
        now,
        silentAfter,
      };
    };
  }
}
