import {
  ConflictError,
  InputError,
  isError,
  NotFoundError,
} from '@backstage/errors';
import {
  checkName,
  filterClaims,
  pageClaims,
  type ClaimDetail,
  type ClaimList,
  type ClaimListQuery,
  type ClaimRef,
  type ClaimRequest,
  type NameAvailability,
  type Offering,
  type OfferingList,
  type Preflight,
  type RequestTargets,
} from '@cairn/plugin-claims-common';
import type { TenantNamespace } from '@cairn/plugin-platform-common';
import {
  mergeSources,
  type NamespaceTenancy,
  type OwnerScope,
  type UserKubernetesClient,
  type WatchCache,
} from '@cairn/plugin-platform-node';
import { ClaimInvalidError } from '../errors/ClaimInvalidError';
import { claimNotFound } from '../errors/claimNotFound';
import { AccessReviews } from './AccessReviews';
import { ClaimFinder } from './ClaimFinder';
import type { ClaimOperations, Decided } from './ClaimOperations';
import type { ClaimReader } from './ClaimReader';
import { ClaimRequests } from './ClaimRequests';
import type { AsUser } from './ClaimService';
import type { OfferingReader } from './OfferingReader';

const DEFAULT_LIMIT = 100;

interface DefaultClaimServiceOptions {
  cache: WatchCache;
  client: UserKubernetesClient;
  tenancy: NamespaceTenancy;
  offerings: OfferingReader;
  reader: ClaimReader;
}

/** Works on what the clusters hold: lists from memory, writes as the person. */
export class DefaultClaimService implements ClaimOperations {
  readonly #client: UserKubernetesClient;
  readonly #tenancy: NamespaceTenancy;
  readonly #offerings: OfferingReader;
  readonly #finder: ClaimFinder;
  readonly #reader: ClaimReader;
  readonly #requests: ClaimRequests;
  readonly #access: AccessReviews;

  static create(options: DefaultClaimServiceOptions): DefaultClaimService {
    return new DefaultClaimService(options);
  }

  private constructor(options: DefaultClaimServiceOptions) {
    const { cache, client, tenancy, offerings, reader } = options;
    this.#finder = ClaimFinder.create({ cache, client });
    this.#client = client;
    this.#tenancy = tenancy;
    this.#offerings = offerings;
    this.#reader = reader;
    this.#requests = ClaimRequests.create({ client });
    this.#access = AccessReviews.create({ client });
  }

  async listOfferings(): Promise<OfferingList> {
    return this.#offerings.list();
  }

  async getOffering(query: {
    offering: string;
    cluster?: string;
  }): Promise<Offering> {
    return this.#offerings.get(query);
  }

  async listTargets(
    query: { offering: string },
    scope: OwnerScope,
  ): Promise<RequestTargets> {
    const [offerings, tenants] = await Promise.all([
      this.#offerings.list(),
      this.#tenancy.list(),
    ]);
    const clusters = new Set(
      offerings.items
        .filter(({ id, available }) => id === query.offering && available)
        .map(({ cluster }) => cluster),
    );
    return {
      items: tenants.items
        .filter(({ cluster, owner }) => clusters.has(cluster) && scope(owner))
        .sort(
          (a, b) =>
            a.name.localeCompare(b.name, 'en') ||
            a.cluster.localeCompare(b.cluster, 'en'),
        ),
      sources: mergeSources(tenants.sources, offerings.sources),
    };
  }

  async listClaims(
    query: ClaimListQuery,
    scope: OwnerScope,
  ): Promise<ClaimList> {
    const [offerings, tenants] = await Promise.all([
      this.#offerings.list(),
      this.#tenancy.list(),
    ]);
    const wanted = tenants.items.filter(
      ({ owner, name, cluster }) =>
        scope(owner) &&
        (!query.owner?.length || query.owner.includes(owner)) &&
        (!query.namespace?.length || query.namespace.includes(name)) &&
        (!query.cluster?.length || query.cluster.includes(cluster)),
    );
    const lists = await Promise.all(
      offerings.items
        .filter(
          ({ id }) => !query.offering?.length || query.offering.includes(id),
        )
        .map(async offering => {
          const found = await this.#finder.list(offering, wanted);
          const rows = await this.#reader.summaries(offering, found.claims);
          return {
            items: rows.items,
            sources: [...found.sources, ...rows.sources],
          };
        }),
    );
    const page = pageClaims(
      filterClaims(
        lists.flatMap(({ items }) => items),
        query,
      ),
      {
        sort: query.sort ?? 'name',
        limit: query.limit ?? DEFAULT_LIMIT,
        cursor: query.cursor,
      },
    );
    if (!page) {
      throw new InputError(
        'cursor: it does not belong to this list. Take nextCursor of the page before, with the same sort, or leave it out.',
      );
    }
    return {
      ...page,
      sources: mergeSources(
        tenants.sources,
        offerings.sources,
        ...lists.map(({ sources }) => sources),
      ),
    };
  }

  async getClaim(ref: ClaimRef, decided: Decided): Promise<ClaimDetail> {
    const offering = await this.#offerings.find(ref);
    if (!offering) {
      throw claimNotFound(ref);
    }
    const { group, kind } = offering;
    const { cluster, namespace } = ref;
    const attributes = { cluster, group, kind, namespace };
    const [{ object, sources }, mayGet, mayDelete] = await Promise.all([
      this.#finder.find(ref, offering, decided),
      this.#access.can({ ...attributes, verb: 'get' }, decided),
      this.#access.can({ ...attributes, verb: 'delete' }, decided),
    ]);
    // The cluster decides, too. Only where it cannot be asked does the policy stand alone.
    if (mayGet === false || !object) {
      throw claimNotFound(ref);
    }
    return this.#reader.detail(
      { object, offering, tenant: decided.tenant },
      {
        mayDelete: decided.mayDelete && mayDelete === true,
        sources,
        // Nobody waits a second time for a cluster that has just not answered.
        lookAtSecret:
          mayGet === undefined
            ? async () => undefined
            : secretName =>
                this.#finder.lookAtSecret(
                  { cluster, namespace, name: secretName },
                  decided,
                ),
      },
    );
  }

  async checkAvailability(
    ref: ClaimRef,
    tenant: TenantNamespace | undefined,
  ): Promise<NameAvailability> {
    const problem = checkName(ref.name);
    if (problem) {
      return { verdict: 'invalid', message: problem };
    }
    const offering = tenant && (await this.#offerings.find(ref));
    if (!offering) {
      return {
        verdict: 'unknown',
        message:
          'Whether the name is free is only known in namespaces where you may request this.',
      };
    }
    const { object, sources } = await this.#finder.cached(ref, offering);
    if (object) {
      return {
        verdict: 'taken',
        message: `There is one called "${ref.name}" in namespace "${ref.namespace}" already.`,
      };
    }
    return sources.every(({ state }) => state === 'synced')
      ? { verdict: 'ok' }
      : {
          verdict: 'unknown',
          message: `Cluster "${ref.cluster}" cannot be read at the moment.`,
        };
  }

  async preflight(
    request: ClaimRequest,
    options: AsUser & { refusal?: string },
  ): Promise<Preflight> {
    const offering = await this.#requested(request);
    const taken =
      options.refusal === undefined &&
      (await this.#finder.cached(request, offering)).object !== undefined;
    return this.#requests.preflight(request, offering, { ...options, taken });
  }

  async createClaim(
    request: ClaimRequest,
    decided: Decided,
  ): Promise<{ created: boolean; claim: ClaimDetail }> {
    const offering = await this.#requested(request);
    const { created, object } = await this.#requests.create(
      request,
      offering,
      decided,
    );
    const claim = await this.#reader.detail(
      { object, offering, tenant: decided.tenant },
      {
        mayDelete: decided.mayDelete,
        sources: [],
        lookAtSecret: async () => undefined,
      },
    );
    return { created, claim };
  }

  async deleteClaim(
    ref: ClaimRef & { uid: string },
    { credentials }: Decided,
  ): Promise<void> {
    const offering = await this.#offerings.find(ref);
    if (!offering) {
      throw claimNotFound(ref);
    }
    const { group, kind } = offering;
    const { cluster, namespace, name, uid } = ref;
    try {
      await this.#client.delete(
        { cluster, group, kind, namespace, name, uid },
        { credentials },
      );
    } catch (error) {
      if (isError(error) && error.name === NotFoundError.name) {
        throw claimNotFound(ref);
      }
      if (isError(error) && error.name === ConflictError.name) {
        throw new ConflictError(
          `"${name}" in namespace "${namespace}" is not the one you looked at: it was deleted and requested anew in the meantime. Load it again before you delete it.`,
        );
      }
      throw error;
    }
  }

  /** The offering of a request; a wrong one is a problem of the field `offering`. */
  async #requested(request: ClaimRequest): Promise<Offering> {
    const offering = await this.#offerings.find(request);
    if (!offering) {
      throw new ClaimInvalidError([
        {
          field: 'offering',
          message: `Nothing called "${request.offering}" is offered on cluster "${request.cluster}".`,
        },
      ]);
    }
    return offering;
  }
}
