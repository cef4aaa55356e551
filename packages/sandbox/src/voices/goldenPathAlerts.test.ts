import {
  renderAlerts,
  renderDashboard,
  type WatchedWorkload,
} from '@cairn/plugin-score-common';
import { parseAllDocuments } from 'yaml';
import { checkTypes } from './promql/checkTypes';
import { Evaluator, parsePromql, type Series } from './promql';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.UTC(2026, 0, 15, 12);
const POD = 'shop-7d9f8b6c5d-x2x4q';

interface Rule {
  alert: string;
  expr: string;
}

function rulesOf(workload: WatchedWorkload): Rule[] {
  const documents = parseAllDocuments(renderAlerts(workload));
  return documents.flatMap(document => {
    const { spec } = document.toJS() as {
      spec: { groups: { rules: Rule[] }[] };
    };
    return spec.groups.flatMap(it => it.rules);
  });
}

const service: WatchedWorkload = {
  name: 'shop',
  owner: 'payments',
  language: 'typescript',
  kind: 'service',
  database: true,
  cache: 'shop-cache',
  environments: [
    { name: 'prod', namespace: 'payments-prod', production: true },
  ],
};
const pipeline: WatchedWorkload = {
  ...service,
  kind: 'pipeline',
  interval: 3600,
};

/** A value that stays, or a counter of so many a second. */
type Shape = { is: number } | { perSecond: number };

function series(name: string, labels: Record<string, string>, shape: Shape) {
  return {
    labels: { __name__: name, namespace: 'payments-prod', ...labels },
    at: (time: number) =>
      'is' in shape
        ? shape.is
        : ((time - NOW + 2 * DAY) / 1000) * shape.perSecond,
  };
}

interface World {
  failing: number;
  slow: number;
  available: number;
  cacheAvailable: number;
  restarts: number;
  memory: number;
  throttled: number;
  connections: number;
  operation: number;
  cacheErrors: number;
}

const well: World = {
  failing: 0.001,
  slow: 0.01,
  available: 2,
  cacheAvailable: 1,
  restarts: 0,
  memory: 0.5,
  throttled: 0.05,
  connections: 3,
  operation: 0.01,
  cacheErrors: 0.001,
};

/** What a service with ten requests a second says of itself, and the cluster of it. */
function serviceSeries(world: World): Series[] {
  const pod = { pod: POD };
  const http = 'http_server_request_duration_seconds';
  const request = (status: string) => ({
    ...pod,
    http_route: '/orders/:id',
    http_response_status_code: status,
  });
  const container = { ...pod, container: 'shop' };
  const connections = { ...pod, state: 'used' };
  const limit = { ...container, resource: 'memory' };
  const available = 'kube_deployment_status_replicas_available';
  return [
    series(`${http}_count`, request('200'), {
      perSecond: 10 * (1 - world.failing),
    }),
    series(`${http}_count`, request('503'), { perSecond: 10 * world.failing }),
    series(
      `${http}_bucket`,
      { ...request('200'), le: '0.5' },
      { perSecond: 10 * (1 - world.slow) },
    ),
    series(
      `${http}_bucket`,
      { ...request('200'), le: '+Inf' },
      { perSecond: 10 },
    ),
    series(available, { deployment: 'shop' }, { is: world.available }),
    series(
      available,
      { deployment: 'shop-cache' },
      { is: world.cacheAvailable },
    ),
    series('kube_pod_container_status_restarts_total', container, {
      perSecond: world.restarts,
    }),
    series('container_memory_working_set_bytes', container, {
      is: world.memory * 256,
    }),
    series('kube_pod_container_resource_limits', limit, { is: 256 }),
    series('container_cpu_cfs_periods_total', container, { perSecond: 10 }),
    series('container_cpu_cfs_throttled_periods_total', container, {
      perSecond: 10 * world.throttled,
    }),
    series('db_client_connection_count', connections, {
      is: world.connections,
    }),
    series('db_client_connection_max', pod, { is: 10 }),
    series('db_client_operation_duration_seconds_count', pod, {
      perSecond: 20,
    }),
    series('db_client_operation_duration_seconds_sum', pod, {
      perSecond: 20 * world.operation,
    }),
    series(
      'cache_requests_total',
      { ...pod, result: 'hit' },
      { perSecond: 20 * (1 - world.cacheErrors) },
    ),
    series(
      'cache_requests_total',
      { ...pod, result: 'error' },
      { perSecond: 20 * world.cacheErrors },
    ),
    // The neighbour whose name begins the same is no concern of the alerts.
    series(
      'kube_pod_container_status_restarts_total',
      { pod: 'shop-admin-7d9f8b6c5d-x2x4q', container: 'shop-admin' },
      { perSecond: 1 },
    ),
  ];
}

function firing(workload: WatchedWorkload, known: Series[]): string[] {
  const evaluator = new Evaluator({ list: () => known }, MINUTE);
  return rulesOf(workload)
    .filter(({ expr }) => {
      const value = evaluator.at(parsePromql(expr), NOW);
      return Array.isArray(value) && value.length > 0;
    })
    .map(it => it.alert);
}

describe('the alerts of golden paths', () => {
  it('are silent while all is well', () => {
    expect(firing(service, serviceSeries(well))).toEqual([]);
  });

  it.each<[Partial<World>, string[]]>([
    [{ available: 0 }, ['NotAvailable']],
    [{ failing: 0.02 }, ['ErrorBudgetBurnsSlow']],
    [{ failing: 0.2 }, ['ErrorBudgetBurnsFast', 'ErrorBudgetBurnsSlow']],
    [{ slow: 0.3 }, ['LatencyBudgetBurnsSlow']],
    [{ slow: 0.9 }, ['LatencyBudgetBurnsFast', 'LatencyBudgetBurnsSlow']],
    [{ restarts: 0.01 }, ['PodsRestart']],
    [{ memory: 0.95 }, ['MemoryNearLimit']],
    [{ throttled: 0.8 }, ['HeldBackForWantOfCpu']],
    [{ connections: 10 }, ['DatabaseConnectionsUsedUp']],
    [{ operation: 0.5 }, ['DatabaseSlow']],
    [{ cacheAvailable: 0 }, ['CacheNotAvailable']],
    [{ cacheErrors: 0.5 }, ['CacheFails']],
  ])('say what is wrong with %j', (change, expected) => {
    const found = firing(service, serviceSeries({ ...well, ...change }));
    expect(found.sort()).toEqual(expected.sort());
  });

  it('say when nothing is known of a service', () => {
    expect(firing(service, [])).toEqual(['NotAvailable', 'CacheNotAvailable']);
  });

  it.each<[string, Record<string, number>, string[]]>([
    ['well', {}, []],
    ['behind', { since: 3 * 3600 }, ['PipelineBehind']],
    ['failed', { failed: 1 }, ['PipelineRunFailed']],
    ['picky', { rejected: 20 }, ['PipelineRefusesRecords']],
  ])('tell of a pipeline that is %s', (_, change, expected) => {
    const { since = 60, failed = 0, rejected = 1 } = change;
    const job = { job: 'shop' };
    const found = firing(pipeline, [
      series('pipeline_last_success_timestamp_seconds', job, {
        is: NOW / 1000 - since,
      }),
      series('pipeline_records', { ...job, stage: 'extracted' }, { is: 100 }),
      series(
        'pipeline_records',
        { ...job, stage: 'rejected' },
        { is: rejected },
      ),
      series(
        'kube_job_status_failed',
        { job_name: 'shop-29385760' },
        { is: failed },
      ),
    ]);
    expect(found).toEqual(expected);
  });

  it('tell of a pipeline that never ran', () => {
    expect(firing(pipeline, [])).toEqual(['PipelineBehind']);
  });
});

describe('the dashboards of golden paths', () => {
  it.each([
    ['service', service],
    ['java', { ...service, language: 'java' as const }],
    ['pipeline', pipeline],
  ])('of a %s ask for what can be worked out', (_, workload) => {
    const { panels } = JSON.parse(renderDashboard(workload)) as {
      panels: { targets?: { expr: string }[] }[];
    };
    const asked = panels.flatMap(it => it.targets ?? []);
    expect(asked.length).toBeGreaterThan(10);
    for (const { expr } of asked) {
      const parsed = parsePromql(
        expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '6h'),
      );
      expect(() => checkTypes(parsed)).not.toThrow();
    }
  });

  it('show numbers for a service that runs', () => {
    const { panels } = JSON.parse(renderDashboard(service)) as {
      panels: { title: string; targets?: { expr: string }[] }[];
    };
    const known = serviceSeries(well);
    const evaluator = new Evaluator({ list: () => known }, MINUTE);
    const shown = (title: string) => {
      const [target] = panels.find(it => it.title === title)?.targets ?? [];
      const value = evaluator.at(
        parsePromql(
          (target?.expr ?? '')
            .replaceAll('$__rate_interval', '5m')
            .replaceAll('$__range', '6h')
            .replaceAll('$namespace', 'payments-prod'),
        ),
        NOW,
      );
      return Array.isArray(value)
        ? value.map(it => Number(it.value.toPrecision(4)))
        : value;
    };
    expect(shown('Availability')).toEqual([0.999]);
    expect(shown('Requests')).toEqual([10]);
    expect(shown('Errors')).toEqual([0.001]);
    expect(shown('Memory')).toEqual([0.5]);
    expect(shown('Connections in use')).toEqual([0.3]);
    expect(shown('Found in the cache')).toEqual([0.999]);
    expect(shown('Duration of an operation')).toEqual([0.01]);
  });
});
