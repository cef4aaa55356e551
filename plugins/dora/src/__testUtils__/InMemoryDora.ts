import type { DoraApi } from '../api/DoraApi';
import type {
  Change,
  ComponentRow,
  Deployment,
  Incident,
  Metrics,
  Page,
  ScopeMetrics,
  Series,
  Source,
} from '../api/types';

const DAY = 86_400_000;
const none = { p50: null, p75: null, p90: null, n: 0 };

/** Metrics of something that is delivered once a day, with a failure in eight. */
export function metricsOf(more: Partial<Metrics> = {}): Metrics {
  const counted = {
    n: 80,
    coverage: { known: 80, all: 80 },
    reason: null,
    flags: [],
  };
  return {
    definition: '1',
    deploymentFrequency: { ...counted, value: 90, perDay: 1, level: 'high' },
    changeLeadTime: {
      ...counted,
      p50: 2 * DAY,
      p75: 3 * DAY,
      p90: 5 * DAY,
      stages: {
        commit: none,
        pullRequest: none,
        review: none,
        merge: none,
        deploy: none,
      },
      byAuthor: { human: none, bot: none, unknown: none },
      level: 'medium',
    },
    changeFailRate: {
      ...counted,
      value: 0.125,
      numerator: 10,
      denominator: 80,
      rules: { rollback: 10 },
      level: 'high',
    },
    failedDeploymentRecoveryTime: {
      n: 0,
      coverage: { known: 0, all: 0 },
      reason: 'no_failures',
      flags: [],
      p50: null,
      p75: null,
      p90: null,
      open: 0,
      level: null,
    },
    deploymentReworkRate: {
      ...counted,
      value: 0.05,
      numerator: 4,
      denominator: 80,
      rules: {},
    },
    ...more,
  };
}

const window = { from: '2026-08-01', to: '2026-10-30', days: 90 };

/** The DORA backend in memory: what is asked of it is kept. */
export class InMemoryDora implements DoraApi {
  readonly verdicts: object[] = [];
  metrics: ScopeMetrics = {
    scope: {
      scope: 'component:default/web',
      kind: 'component',
      title: 'Web shop',
      zone: 'Europe/Oslo',
    },
    pooled: false,
    current: { window, metrics: metricsOf() },
    compared: { window, metrics: metricsOf() },
    freshness: { pending: 0, generation: 1 },
  };
  series: Series['items'] = [];
  components: ComponentRow[] = [];
  deployments: Deployment[] = [];
  withheld = 0;
  failure?: Error;

  async listScopes() {
    return {
      items: [
        {
          scope: 'group:default/payments',
          kind: 'group',
          title: 'Payments',
          components: 2,
        },
      ],
    };
  }

  async getMetrics() {
    if (this.failure) throw this.failure;
    return this.metrics;
  }

  async getSeries(): Promise<Series> {
    const { scope, pooled } = this.metrics;
    return { scope, pooled, items: this.series };
  }

  listComponents = async () => this.#page(this.components);
  listDeployments = async () => this.#page(this.deployments);
  listChanges = async () => this.#page<Change>([]);
  listIncidents = async () => this.#page<Incident>([]);

  async createVerdict(verdict: object) {
    this.verdicts.push(verdict);
  }

  async listSources(): Promise<{ items: Source[] }> {
    return { items: [] };
  }

  #page<T>(items: T[]): Page<T> {
    return { items, total: items.length, withheld: this.withheld };
  }
}
