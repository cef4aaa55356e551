import type { NameCheck } from '@cairn/plugin-golden-paths-common';
import type {
  GroupKind,
  NamespaceTenancy,
  WatchCache,
} from '@cairn/plugin-platform-node';

const APPLICATION = { group: 'argoproj.io', kind: 'Application' };
const WORKLOADS: GroupKind[] = [
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'batch', kind: 'CronJob' },
  { group: '', kind: 'Service' },
];

/** Says, from the watch cache, whether a name is in use in the namespaces of a team. */
export class ClusterNames {
  readonly #cache: WatchCache;
  readonly #tenancy: NamespaceTenancy;

  static create(options: {
    cache: WatchCache;
    tenancy: NamespaceTenancy;
  }): ClusterNames {
    return new ClusterNames(options);
  }

  private constructor(options: {
    cache: WatchCache;
    tenancy: NamespaceTenancy;
  }) {
    this.#cache = options.cache;
    this.#tenancy = options.tenancy;
  }

  async check(name: string, owner: string): Promise<NameCheck> {
    const where = 'cluster';
    const tenants = await this.#tenancy.list();
    const mine = tenants.items.filter(tenant => tenant.owner === owner);
    if (mine.length === 0 && tenants.sources.every(isSynced)) {
      return {
        where,
        verdict: 'unknown',
        message:
          'The team has no namespace yet. Ask the platform team for one.',
      };
    }
    const namespaces = [...new Set(mine.map(tenant => tenant.name))].sort();
    const environments = mine.flatMap(({ environment }) => environment ?? []);
    const applications = new Set([
      name,
      ...environments.map(environment => `${name}-${environment}`),
    ]);
    const answers = await Promise.all([
      this.#cache.list(APPLICATION),
      ...WORKLOADS.map(kind => this.#cache.list({ ...kind, namespaces, name })),
    ]);
    const [found, ...workloads] = answers;
    const application = found?.items.find(({ object }) =>
      applications.has(object.metadata.name),
    );
    if (application) {
      const taken = application.object.metadata.name;
      return {
        where,
        verdict: 'taken',
        message: `Argo CD has an Application ${taken} on cluster ${application.cluster}.`,
      };
    }
    const workload = workloads
      .flatMap(({ items }) => items)
      .find(item =>
        mine.some(
          tenant =>
            tenant.cluster === item.cluster &&
            tenant.name === item.object.metadata.namespace,
        ),
      );
    if (workload) {
      const { kind, metadata } = workload.object;
      return {
        where,
        verdict: 'taken',
        message: `There is a ${kind} ${name} in namespace ${metadata.namespace} on cluster ${workload.cluster}.`,
      };
    }
    const silent = [tenants, ...answers]
      .flatMap(({ sources }) => sources)
      .find(source => !isSynced(source));
    return silent
      ? {
          where,
          verdict: 'unknown',
          message: `Cluster ${silent.cluster} cannot be read at the moment, so it may have the name.`,
        }
      : {
          where,
          verdict: 'free',
          message: `Free in ${namespaces.join(', ')}.`,
        };
  }
}

function isSynced(source: { state: string; missing?: boolean }): boolean {
  return source.state === 'synced' || source.missing === true;
}
