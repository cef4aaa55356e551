import { parser } from '@prometheus-io/lezer-promql';
import { fixture, objectsOf } from '../__testUtils__/platform';
import { parseScore } from '../parse';
import { observabilityFiles } from './observabilityFiles';
import { renderAlerts } from './renderAlerts';
import { renderDashboard } from './renderDashboard';
import { scheduleInterval } from './scheduleInterval';
import { podPattern } from './selectors';
import type { ServiceLanguage, WatchedWorkload } from './types';

interface PanelJson {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { h: number; w: number; x: number; y: number };
  targets?: { expr: string; legendFormat: string }[];
}

interface DashboardJson {
  uid: string;
  annotations: { list: { name: string; expr?: string }[] };
  links: { title: string; url: string }[];
  templating: { list: { name: string; current: { value?: string } }[] };
  panels: PanelJson[];
}

interface Rule {
  alert: string;
  expr: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

const environments = [
  { name: 'dev', namespace: 'payments-dev', production: false },
  { name: 'prod', namespace: 'payments-prod', production: true },
];

function watched(change: Partial<WatchedWorkload> = {}): WatchedWorkload {
  return {
    name: 'shop',
    owner: 'payments',
    language: 'go',
    kind: 'service',
    database: true,
    cache: 'shop-cache',
    environments,
    runbookUrl: 'https://portal.example/runbook/',
    ...change,
  };
}

const languages: ServiceLanguage[] = [
  'typescript',
  'react',
  'go',
  'java',
  'python',
];
const all: [string, WatchedWorkload][] = [
  ...languages.map((language): [string, WatchedWorkload] => [
    language,
    watched({ language }),
  ]),
  ['pipeline', watched({ kind: 'pipeline', language: 'python' })],
  ['alone', watched({ database: undefined, cache: undefined })],
];

function dashboardOf(workload: WatchedWorkload): DashboardJson {
  return JSON.parse(renderDashboard(workload)) as DashboardJson;
}

function rulesOf(workload: WatchedWorkload): Rule[] {
  return objectsOf(renderAlerts(workload)).flatMap(({ spec }) => {
    const { groups } = spec as { groups: { rules: Rule[] }[] };
    return groups.flatMap(it => it.rules);
  });
}

/** What is wrong with an expression, by Prometheus' own grammar. */
function mistakes(expression: string): string[] {
  const text = expression
    .replaceAll('$__rate_interval', '5m')
    .replaceAll('$__range', '6h');
  const found: string[] = [];
  parser.parse(text).iterate({
    enter: node => {
      if (node.type.isError) {
        found.push(`${text} at ${node.from}`);
      }
    },
  });
  return found;
}

describe.each(all)('the dashboard and the alerts: %s', (_, workload) => {
  it('ask Prometheus in its own language', () => {
    const { panels, annotations } = dashboardOf(workload);
    const asked = [
      ...panels.flatMap(it => it.targets ?? []).map(it => it.expr),
      ...annotations.list.flatMap(it => it.expr ?? []),
      ...rulesOf(workload).map(it => it.expr),
    ];
    expect(asked.length).toBeGreaterThan(12);
    expect(asked.flatMap(mistakes)).toEqual([]);
    expect(mistakes('sum(rate(a[5m])')).toHaveLength(1);
  });

  it('fill a grid without holes in its ids, and without overlaps', () => {
    const { panels } = dashboardOf(workload);
    expect(panels.map(it => it.id)).toEqual(panels.map((_it, at) => at + 1));
    const cells = panels.flatMap(({ gridPos: { h, w, x, y } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: h * w }, (_it, at) =>
        [x + (at % w), y + Math.floor(at / w)].join(),
      );
    });
    expect(new Set(cells).size).toBe(cells.length);
    for (const panel of panels.filter(it => it.type !== 'row')) {
      expect(panel.description).toMatch(/\.$/);
      expect(panel.targets?.every(it => it.legendFormat !== '')).toBe(true);
    }
  });

  it('are the same bytes for the same workload', () => {
    const again = { ...workload, environments: [...environments] };
    expect(renderDashboard(again)).toBe(renderDashboard(workload));
    expect(renderAlerts(again)).toBe(renderAlerts(workload));
  });
});

describe('renderDashboard', () => {
  const rows = (workload: WatchedWorkload) =>
    dashboardOf(workload)
      .panels.filter(it => it.type === 'row')
      .map(it => it.title);

  it('shows what the workload has', () => {
    expect(rows(watched())).toEqual([
      'Overview',
      'Requests',
      'Database',
      'Cache',
      'Saturation',
      'Go',
    ]);
    expect(rows(watched({ database: undefined, cache: undefined }))).toEqual([
      'Overview',
      'Requests',
      'Saturation',
      'Go',
    ]);
    expect(rows(watched({ kind: 'pipeline' }))).toEqual([
      'Overview',
      'Runs',
      'Saturation',
    ]);
  });

  it('speaks the metrics of the language', () => {
    const text = (language: ServiceLanguage) =>
      renderDashboard(watched({ language }));
    expect(text('typescript')).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text('go')).toContain('go_goroutines');
    expect(text('python')).toContain('process_resident_memory_bytes');
    expect(text('java')).toContain('http_server_requests_seconds_bucket');
    expect(text('java')).not.toContain('http_server_request_duration');
  });

  it('marks deployments, opens on production and links to the portal', () => {
    const dashboard = dashboardOf(
      watched({ pageUrl: 'https://portal.example/shop' }),
    );
    expect(dashboard.annotations.list.map(it => it.name)).toContain(
      'Deployments',
    );
    expect(
      dashboard.templating.list.find(it => it.name === 'namespace')?.current
        .value,
    ).toBe('payments-prod');
    expect(dashboard.links.map(it => it.url)).toEqual([
      'https://portal.example/shop',
      'https://portal.example/runbook/',
    ]);
    expect(dashboard.uid.length).toBeLessThanOrEqual(40);
    expect(dashboard.uid).not.toBe(dashboardOf(watched({ name: 'shop2' })).uid);
  });
});

describe('renderAlerts', () => {
  it('wakes people for production only, and sends them to the runbook', () => {
    const rules = rulesOf(watched());
    const names = (environment: string, severity: string) =>
      rules
        .filter(
          ({ labels }) =>
            labels.environment === environment && labels.severity === severity,
        )
        .map(it => it.alert);
    expect(names('prod', 'page')).toEqual([
      'NotAvailable',
      'ErrorBudgetBurnsFast',
      'LatencyBudgetBurnsFast',
      'DatabaseConnectionsUsedUp',
    ]);
    expect(names('dev', 'page')).toEqual([]);
    expect(names('dev', 'ticket')).toHaveLength(rules.length / 2);
    for (const { annotations, expr, labels } of rules) {
      expect(annotations.runbook_url).toMatch(
        /^https:\/\/portal\.example\/runbook\/#[a-z-]+$/,
      );
      expect(expr).toContain(`payments-${labels.environment}`);
    }
  });

  it('leaves out what there is not', () => {
    const names = rulesOf(watched({ database: undefined, cache: undefined }));
    expect(names.map(it => it.alert).join()).not.toMatch(/Database|Cache/);
    expect(
      rulesOf(watched({ runbookUrl: undefined }))[0].annotations,
    ).not.toHaveProperty('runbook_url');
  });
});

describe('podPattern', () => {
  const pattern = new RegExp(`^(${podPattern('shop')})$`);

  it.each([
    ['shop-7d9f8b6c5d-x2x4q', true],
    ['shop-0', true],
    ['shop-29385760-k8s2w', true],
    ['shop-cache-7d9f8b6c5d-x2x4q', false],
    ['shop-api-0', false],
    ['workshop-7d9f8b6c5d-x2x4q', false],
  ])('%s: %s', (pod, expected) => {
    expect(pattern.test(pod)).toBe(expected);
  });
});

describe('scheduleInterval', () => {
  it.each([
    ['*/15 * * * *', 900],
    ['30 * * * *', 3600],
    ['0,30 * * * *', 1800],
    ['0 */6 * * *', 21_600],
    ['15 3 * * *', 86_400],
    ['0 6,18 * * *', 43_200],
    ['0 6 * * 1', 604_800],
    ['0 6 * * 1-5', 259_200],
    ['0 6 1 * *', 2_678_400],
    ['0 6 1 1 *', 31_622_400],
  ])('%s is %d seconds', (schedule, seconds) => {
    expect(scheduleInterval(schedule)).toBe(seconds);
  });
});

describe('observabilityFiles', () => {
  const files = (name: string, options: { portalUrl?: string } = {}) => {
    const { workload } = parseScore({
      text: fixture(name, 'score.yaml'),
    });
    if (!workload) throw new Error(`${name} is no workload`);
    const [dashboard, alerts] = observabilityFiles({
      workload,
      owner: 'payments',
      language: 'python',
      ...options,
    });
    return { dashboard, alerts };
  };

  it('reads from the workload what it has', () => {
    const shelf = files('shelf', { portalUrl: 'https://portal.example/' });
    expect(shelf.dashboard.path).toBe('observability/dashboard.json');
    expect(shelf.dashboard.content).toContain(podPattern('shelf-cache'));
    expect(shelf.dashboard.content).not.toContain('db_client');
    expect(shelf.alerts.path).toBe('observability/alerts.yaml');
    expect(shelf.alerts.content).toContain(
      'runbook_url: https://portal.example/docs/default/component/shelf/runbook/#it-is-slow',
    );
    expect(files('ledger').dashboard.content).toContain('db_client');
  });

  it('takes what runs on a schedule for a pipeline', () => {
    const { dashboard, alerts } = files('report');
    expect(dashboard.content).toContain('pipeline_run_duration_seconds');
    expect(alerts.content).toContain('PipelineBehind');
    expect(alerts.content).not.toContain('ErrorBudget');
  });
});
