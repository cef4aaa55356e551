import {
  destinationOf,
  type DeliveryDestination,
} from '@cairn/plugin-delivery-common';
import {
  ENVIRONMENT_LABEL,
  OWNER_LABEL,
  ownerLabelToGroupRef,
} from '@cairn/plugin-platform-common';
import type {
  KubernetesObject,
  SourceHealth,
} from '@cairn/plugin-platform-common';
import type {
  CachedObject,
  ClusterRegistry,
  NamespaceTenancy,
  WatchCache,
} from '@cairn/plugin-platform-node';

const GROUP = 'argoproj.io';

/** Kind of what Argo CD delivers. */
export const APPLICATION = { group: GROUP, kind: 'Application' };
const PROJECT = { group: GROUP, kind: 'AppProject' };

/** An Application and whose it is. */
export interface FoundApplication extends CachedObject {
  destination: DeliveryDestination;
  /** Entity reference of the owning group. */
  owner?: string;
  environment?: string;
}

function projectOf({ spec }: KubernetesObject): string {
  const { project } = (spec ?? {}) as { project?: unknown };
  return typeof project === 'string' && project !== '' ? project : 'default';
}

/**
 * The Applications of every cluster, from memory, each with its owner: whoever owns the namespace it
 * delivers into, or else, where nobody does or the namespace is not there yet, the project it belongs to.
 * Both say so by a label that only the platform writes; a label of the Application itself decides nothing.
 */
export class ApplicationFinder {
  readonly #cache: WatchCache;
  readonly #clusters: ClusterRegistry;
  readonly #tenancy: NamespaceTenancy;

  static create(options: {
    cache: WatchCache;
    clusters: ClusterRegistry;
    tenancy: NamespaceTenancy;
  }): ApplicationFinder {
    return new ApplicationFinder(options);
  }

  private constructor(options: {
    cache: WatchCache;
    clusters: ClusterRegistry;
    tenancy: NamespaceTenancy;
  }) {
    this.#cache = options.cache;
    this.#clusters = options.clusters;
    this.#tenancy = options.tenancy;
  }

  async list(): Promise<{
    items: FoundApplication[];
    sources: SourceHealth[];
  }> {
    const [applications, projects, tenants] = await Promise.all([
      this.#cache.list(APPLICATION),
      this.#cache.list(PROJECT),
      this.#tenancy.list(),
    ]);
    const clusters = this.#clusters.list();
    const tenantOf = new Map(
      tenants.items.map(tenant => [`${tenant.cluster}/${tenant.name}`, tenant]),
    );
    const items = applications.items.map(({ cluster, object }) => {
      const destination = destinationOf(cluster, object, clusters);
      const tenant =
        destination.cluster &&
        destination.namespace &&
        tenantOf.get(`${destination.cluster}/${destination.namespace}`);
      const owner = tenant
        ? tenant.owner
        : projectOwner(cluster, object, projects.items);
      const environment =
        (tenant && tenant.environment) ||
        object.metadata.labels?.[ENVIRONMENT_LABEL];
      return {
        cluster,
        object,
        destination,
        ...(owner && { owner }),
        ...(environment && { environment }),
      };
    });
    return { items, sources: applications.sources };
  }
}

/** The owner of the project, when its name is that of one project on the cluster. */
function projectOwner(
  cluster: string,
  object: KubernetesObject,
  projects: CachedObject[],
): string | undefined {
  const name = projectOf(object);
  const named = projects.filter(
    project =>
      project.cluster === cluster && project.object.metadata.name === name,
  );
  const [found] = named;
  return found && named.length === 1
    ? ownerLabelToGroupRef(found.object.metadata.labels?.[OWNER_LABEL] ?? '')
    : undefined;
}
