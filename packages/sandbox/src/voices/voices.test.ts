import { createHmac } from 'node:crypto';
import {
  eventually,
  startTestApi,
  type TestApi,
} from '../__testUtils__/testApi';
import type { KubernetesObject } from '../controllers/runtime';
import { startWorkloads } from '../controllers/workloads';
import { HookReceiver } from '../__testUtils__/HookReceiver';
import { type Incident, startVoices, type Voices } from '.';

// A whole API server and its controllers, on computers that do other things.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const now = Date.now();
const past: Incident = {
  labels: {
    alertname: 'ManyErrors',
    namespace: 'shop-prod',
    service: 'checkout',
    severity: 'critical',
  },
  annotations: { summary: 'Checkout: many errors' },
  startsAt: new Date(now - 30 * HOUR),
  endsAt: new Date(now - 28 * HOUR),
};
const open: Incident = {
  labels: { alertname: 'QueueGrows', service: 'orders', severity: 'warning' },
  annotations: { summary: 'Orders: queue grows' },
  startsAt: new Date(now - HOUR),
};

function deployment(name: string, replicas: number): KubernetesObject {
  const labels = { app: name, 'backstage.io/kubernetes-id': name };
  const resources = {
    requests: { cpu: '250m', memory: '256Mi' },
    limits: { memory: '512Mi' },
  };
  const ports = [{ name: 'http', containerPort: 8080 }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop-prod', labels },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: 'x:1', ports, resources }] },
      },
    },
  };
}

describe('the voices', () => {
  let api: TestApi;
  let voices: Voices;
  let workloads: Awaited<ReturnType<typeof startWorkloads>>;
  let receiver: HookReceiver;

  beforeAll(async () => {
    api = await startTestApi();
    receiver = await HookReceiver.start();
    const { kubeconfig, client } = api;
    const log = () => {};
    workloads = await startWorkloads({ kubeconfig, log });
    await client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop-prod', labels: { 'cairn.dev/owner': 'shop' } },
    });
    await client.create(deployment('checkout', 2));
    await client.create(deployment('orders', 1));
    voices = await startVoices({
      port: 0,
      kubeconfig,
      incidents: async () => [past, open],
      alertsTo: { url: receiver.url, bearer: 'token', secret: 'secret' },
      log,
    });
    await voices.ready;
    await eventually(async () => {
      const up = await query('sum(up)');
      const available = await query(
        'sum(kube_deployment_status_replicas_available)',
      );
      return [up, available].every(([each]) => each?.value[1] === '3');
    });
  });

  afterAll(async () => {
    await voices.stop();
    await workloads.stop();
    await receiver.stop();
    await api.stop();
  });

  const get = async (path: string, parameters: Record<string, string> = {}) => {
    const search = new URLSearchParams(parameters);
    const response = await fetch(`${voices.url}${path}?${search}`);
    return { status: response.status, json: await response.json() };
  };

  async function query(
    text: string,
    time = now,
  ): Promise<{ metric: Record<string, string>; value: [number, string] }[]> {
    const { json } = await get('/prometheus/api/v1/query', {
      query: text,
      time: String(time / 1000),
    });
    return json.data.result;
  }
  const number = async (text: string, time?: number) =>
    Number((await query(text, time))[0]?.value[1]);

  it('tell metrics of live workloads, the same at every asking', async () => {
    const rate =
      'sum(rate(http_server_request_duration_seconds_count{service="checkout"}[5m]))';
    const first = await number(rate);
    expect(first).toBeGreaterThan(0);
    expect(await number(rate)).toBe(first);
    expect(await number(rate, now - 300 * 24 * HOUR)).toBeGreaterThan(0);
    expect(await query(rate, now + 24 * HOUR)).toEqual([]);
    const counted = await query(
      'count by (pod) (http_server_request_duration_seconds_bucket{service="checkout",le="+Inf"})',
    );
    expect(counted).toHaveLength(2);
    expect(
      await number(
        'kube_deployment_status_replicas_available{deployment="checkout"}',
      ),
    ).toBe(2);
    expect(
      await number(
        'sum(container_memory_working_set_bytes * on(namespace,pod) group_left(node) kube_pod_info{created_by_name="checkout"})',
      ),
    ).toBeGreaterThan(2 ** 20);
    expect(
      await number('sum(kube_pod_container_resource_requests{resource="cpu"})'),
    ).toBe(0.75);
    expect(
      await query('kube_namespace_labels{label_cairn_dev_owner="shop"}'),
    ).toHaveLength(1);
  });

  it('keep counters rising, histograms whole and load between day and night', async () => {
    const { json } = await get('/prometheus/api/v1/query_range', {
      query:
        'sum by (le) (http_server_request_duration_seconds_bucket{service="checkout"})',
      start: String(now / 1000 - 86_400),
      end: String(now / 1000),
      step: '10m',
    });
    const series = json.data.result as {
      metric: { le: string };
      values: [number, string][];
    }[];
    expect(series).toHaveLength(15);
    const bound = (le: string) => (le === '+Inf' ? Infinity : Number(le));
    series.sort((a, b) => bound(a.metric.le) - bound(b.metric.le));
    series.forEach((each, index) => {
      const values = each.values.map(([, value]) => Number(value));
      expect(values).toHaveLength(145);
      expect(
        values.every((value, at) => at === 0 || value >= (values[at - 1] ?? 0)),
      ).toBe(true);
      const below = series[index - 1]?.values ?? [];
      expect(
        below.every(([, value], at) => Number(value) <= (values[at] ?? 0)),
      ).toBe(true);
    });
    const spread = await number(
      'max_over_time(sum(rate(http_server_request_duration_seconds_count{service="checkout"}[5m]))[1d:30m]) / min_over_time(sum(rate(http_server_request_duration_seconds_count{service="checkout"}[5m]))[1d:30m])',
    );
    expect(spread).toBeGreaterThan(1.5);
  });

  it('show an incident while it lasted, and not before or after', async () => {
    const failing =
      'sum(rate(http_server_request_duration_seconds_count{service="checkout",http_response_status_code="500"}[5m])) / sum(rate(http_server_request_duration_seconds_count{service="checkout"}[5m]))';
    const slow =
      'histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_seconds_bucket{service="checkout"}[5m])))';
    const at = { before: now - 31 * HOUR, during: now - 29 * HOUR, after: now };
    expect(await number(failing, at.during)).toBeGreaterThan(0.1);
    expect(await number(failing, at.before)).toBeLessThan(0.01);
    expect(await number(failing, at.after)).toBeLessThan(0.01);
    expect(await number(slow, at.during)).toBeGreaterThan(
      2 * (await number(slow, at.before)),
    );
    expect(await query('ALERTS{service="checkout"}', at.during)).toHaveLength(
      1,
    );
    expect(await query('ALERTS{service="checkout"}')).toEqual([]);
    const { json } = await get('/prometheus/api/v1/alerts');
    expect(json.data.alerts).toMatchObject([
      { labels: open.labels, state: 'firing' },
    ]);
  });

  it('answer the rest of the query API, and say what is wrong with a request', async () => {
    const base = '/prometheus/api/v1';
    const values = await get(`${base}/label/service/values`);
    expect(values.json.data).toEqual(['checkout', 'orders']);
    const series = await get(`${base}/series`, {
      'match[]': 'up{service="orders"}',
    });
    expect(series.json.data).toMatchObject([
      { __name__: 'up', service: 'orders' },
    ]);
    expect(
      (await get(`${base}/labels`, { 'match[]': 'up' })).json.data,
    ).toContain('instance');
    expect(
      (await get(`${base}/metadata`, { metric: 'up' })).json.data.up,
    ).toHaveLength(1);
    expect((await get(`${base}/targets`)).json.data.activeTargets).toHaveLength(
      3,
    );
    expect((await get(`${base}/rules`)).json.data.groups).toEqual([]);
    const text = await (await fetch(`${voices.url}/prometheus/metrics`)).text();
    expect(text).toContain(
      '# TYPE http_server_request_duration_seconds histogram\n',
    );
    for (const [path, parameters, status, error] of [
      [
        'query',
        { query: 'sum(' },
        400,
        'invalid parameter "query": 1:5: parse error: unexpected end of input',
      ],
      ['query', { query: 'up', time: 'x' }, 400, 'invalid parameter "time"'],
      [
        'query_range',
        { query: 'up', start: '5', end: '1', step: '1' },
        400,
        'end timestamp must not be before start time',
      ],
      [
        'query_range',
        { query: 'up', start: '0', end: '9999999', step: '1' },
        400,
        'exceeded maximum resolution',
      ],
      [
        'query_range',
        { query: 'up[5m]', start: '0', end: '1', step: '1' },
        400,
        'invalid expression type',
      ],
      ['series', {}, 400, 'no match[] parameter provided'],
      [
        'query',
        { query: 'count_over_time(up[10000d])' },
        422,
        'too many samples',
      ],
    ] as const) {
      const answer = await get(`${base}/${path}`, parameters);
      expect(answer.status).toBe(status);
      expect(answer.json.error).toContain(error);
    }
  });

  it('tell what workloads cost, by any property and step', async () => {
    const path = '/opencost/allocation/compute';
    const week = { window: '7d', aggregate: 'namespace' };
    const { json } = await get(path, week);
    const shop = json.data[0]['shop-prod'];
    expect(shop).toMatchObject({
      properties: { cluster: 'sandbox', namespace: 'shop-prod' },
      minutes: 7 * 24 * 60,
      cpuCoreRequestAverage: 0.75,
      sharedCost: 0,
    });
    // Three quarters of a core are asked for, whatever is used of them.
    expect(shop.cpuCost).toBeGreaterThanOrEqual(
      0.75 * 7 * 24 * 0.031611 - 1e-9,
    );
    expect(shop.totalCost).toBeCloseTo(
      shop.cpuCost + shop.ramCost + shop.pvCost + shop.externalCost,
    );
    const days = await get(path, { ...week, step: '1d' });
    expect(days.json.data).toHaveLength(7);
    const sum = days.json.data.reduce(
      (total: number, day: (typeof json.data)[0]) =>
        total + day['shop-prod'].ramCost,
      0,
    );
    expect(sum).toBeCloseTo(shop.ramCost, 1);
    const whole = await get(path, { ...week, step: '1d', accumulate: 'true' });
    expect(whole.json.data).toHaveLength(1);
    const byOwner = await get(path, {
      window: '1d',
      aggregate: 'label:cairn.dev/owner,controller',
    });
    expect(Object.keys(byOwner.json.data[0]).sort()).toEqual([
      'shop/checkout',
      'shop/orders',
    ]);
    const filtered = await get(path, {
      window: '1d',
      aggregate: 'controller',
      filter: 'controller:"orders"',
    });
    expect(Object.keys(filtered.json.data[0])).toEqual(['orders']);
    const none = await get(path, { window: '1d', filterNamespaces: 'other' });
    expect(none.json.data).toEqual([{}]);
    const assets = await get('/opencost/assets', { window: 'yesterday' });
    expect(Object.values(assets.json.data[0])).toMatchObject([
      { type: 'Node', minutes: 1440 },
    ]);
    const refused: Record<string, string>[] = [
      { window: 'ever' },
      { window: '1d', step: '1s' },
      { window: '1d', aggregate: 'mood' },
      { window: '1d', filter: 'mood' },
    ];
    for (const bad of refused) {
      expect((await get(path, bad)).status).toBe(400);
    }
  });

  it('tell a receiver of open alerts, signed, and everybody who asks', async () => {
    const { headers, body, payload } = await receiver.next();
    expect(headers.authorization).toBe('Bearer token');
    const signature = createHmac('sha256', 'secret').update(body).digest('hex');
    expect(headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
    expect(payload).toMatchObject({
      version: '4',
      status: 'firing',
      groupKey: '{}:{alertname="QueueGrows", service="orders"}',
      groupLabels: { alertname: 'QueueGrows', service: 'orders' },
      commonLabels: open.labels,
      alerts: [
        {
          status: 'firing',
          labels: open.labels,
          endsAt: '0001-01-01T00:00:00Z',
        },
      ],
    });
    const alerts = await get('/alertmanager/api/v2/alerts', {
      filter: 'service="orders"',
    });
    expect(alerts.json).toMatchObject([
      { labels: open.labels, status: { state: 'active' } },
    ]);
    const others = await get('/alertmanager/api/v2/alerts', {
      filter: 'service=~"check.*"',
    });
    expect(others.json).toEqual([]);
    expect((await get('/alertmanager/api/v2/silences')).json).toEqual([]);
    expect((await get('/alertmanager/api/v2/status')).json.cluster.status).toBe(
      'disabled',
    );
  });
});
