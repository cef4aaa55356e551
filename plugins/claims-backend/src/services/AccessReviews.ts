import type {
  GroupKind,
  UserKubernetesClient,
} from '@cairn/plugin-platform-node';
import type { AsUser } from './ClaimService';

type Attributes = GroupKind & {
  cluster: string;
  namespace: string;
  verb: string;
};

const MAX_KEPT = 5000;
/** A cluster that cannot be asked is asked again after so many milliseconds, not by each who looks. */
const UNKNOWN_FOR = 5_000;

/**
 * Asks a cluster what a person may do there, and keeps the answer for some seconds, so that a page that
 * is looked at does not ask each time.
 */
export class AccessReviews {
  readonly #client: UserKubernetesClient;
  readonly #ttl: number;
  readonly #kept = new Map<
    string,
    { until: number; allowed: boolean | undefined }
  >();

  static create(options: {
    client: UserKubernetesClient;
    /** Milliseconds; at most 30 s, so that a right that is taken away is gone soon. */
    ttl?: number;
  }): AccessReviews {
    return new AccessReviews(options.client, options.ttl ?? 15_000);
  }

  private constructor(client: UserKubernetesClient, ttl: number) {
    this.#client = client;
    this.#ttl = ttl;
  }

  /** Undefined when the cluster cannot be asked. */
  async can(
    attributes: Attributes,
    { credentials }: AsUser,
  ): Promise<boolean | undefined> {
    const { cluster, group, kind, namespace, verb } = attributes;
    const key = JSON.stringify([
      credentials.principal.userEntityRef,
      cluster,
      group,
      kind,
      namespace,
      verb,
    ]);
    const now = Date.now();
    const kept = this.#kept.get(key);
    if (kept && kept.until > now) {
      return kept.allowed;
    }
    let allowed: boolean | undefined;
    try {
      allowed = await this.#client.can(attributes, { credentials });
    } catch {
      allowed = undefined;
    }
    if (this.#kept.size >= MAX_KEPT) {
      this.#kept.clear();
    }
    const ttl =
      allowed === undefined ? Math.min(UNKNOWN_FOR, this.#ttl) : this.#ttl;
    this.#kept.set(key, { until: Date.now() + ttl, allowed });
    return allowed;
  }
}
