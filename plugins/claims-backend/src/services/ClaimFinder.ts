import { isError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { ClaimRef, Offering } from '@cairn/plugin-claims-common';
import type {
  KubernetesObject,
  SourceHealth,
  TenantNamespace,
} from '@cairn/plugin-platform-common';
import type {
  UserKubernetesClient,
  WatchCache,
} from '@cairn/plugin-platform-node';
import type { FoundClaim } from './ClaimReader';
import type { AsUser } from './ClaimService';

const SECRET = { group: '', kind: 'Secret' };

/** What may be known of a Secret: never what is in it. */
export interface SeenSecret {
  exists: boolean;
  /** RFC 3339. */
  madeAt?: string;
}

/** Objects of claims, from memory or from the cluster. */
export class ClaimFinder {
  readonly #cache: WatchCache;
  readonly #client: UserKubernetesClient;

  static create(options: {
    cache: WatchCache;
    client: UserKubernetesClient;
  }): ClaimFinder {
    return new ClaimFinder(options.cache, options.client);
  }

  private constructor(cache: WatchCache, client: UserKubernetesClient) {
    this.#cache = cache;
    this.#client = client;
  }

  /** The claims of one offering in these namespaces and no others. */
  async list(
    offering: Offering,
    tenants: TenantNamespace[],
  ): Promise<{ claims: FoundClaim[]; sources: SourceHealth[] }> {
    const { cluster, group, kind } = offering;
    const byName = new Map(
      tenants
        .filter(tenant => tenant.cluster === cluster)
        .map(tenant => [tenant.name, tenant]),
    );
    const { items, sources } = await this.#cache.list({
      cluster,
      group,
      kind,
      namespaces: [...byName.keys()],
    });
    const claims = items.flatMap(({ object }) => {
      // Checked on every object, not only asked for.
      const tenant = byName.get(object.metadata.namespace ?? '');
      return tenant ? [{ object, offering, tenant }] : [];
    });
    return { claims, sources };
  }

  /** From memory alone. */
  async cached(
    ref: ClaimRef,
    offering: Offering,
  ): Promise<{
    object: KubernetesObject | undefined;
    sources: SourceHealth[];
  }> {
    const { cluster, group, kind } = offering;
    const { items, sources } = await this.#cache.list({
      cluster,
      group,
      kind,
      namespaces: [ref.namespace],
      name: ref.name,
    });
    return { object: items[0]?.object, sources };
  }

  /** From memory, or from the cluster when it is too new to be in memory. */
  async find(ref: ClaimRef, offering: Offering, { credentials }: AsUser) {
    const cached = await this.cached(ref, offering);
    if (cached.object) {
      return cached;
    }
    const { group, kind } = offering;
    const { cluster, namespace, name } = ref;
    try {
      const object: KubernetesObject = await this.#client.get(
        { cluster, group, kind, namespace, name },
        { credentials },
      );
      return { ...cached, object };
    } catch (error) {
      if (
        isError(error) &&
        [NotFoundError.name, NotAllowedError.name].includes(error.name)
      ) {
        return { ...cached, object: undefined };
      }
      throw error;
    }
  }

  /**
   * When a Secret was made, with the person's own rights. Only its metadata are asked for, so that
   * its values stay where they are.
   *
   * @returns undefined when the person may not look, or the
   * cluster does not answer.
   */
  async lookAtSecret(
    secret: { cluster: string; namespace: string; name: string },
    { credentials }: AsUser,
  ): Promise<SeenSecret | undefined> {
    try {
      const { metadata } = await this.#client.get(
        { ...SECRET, ...secret },
        { credentials },
      );
      return { exists: true, madeAt: metadata.creationTimestamp };
    } catch (error) {
      return isError(error) && error.name === NotFoundError.name
        ? { exists: false }
        : undefined;
    }
  }
}
