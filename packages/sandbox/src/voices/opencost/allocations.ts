import type { ClusterMetrics } from '../metrics/ClusterMetrics';
import type { ClusterView } from '../metrics/ClusterView';
import { EPOCH } from '../metrics/Load';
import { quantityOf } from '../metrics/quantities';
import type { Series } from '../promql';
import { databasePrice, PRICES } from './prices';
import type { Span } from './windows';

const GIB = 2 ** 30;
/** How often memory is looked at to find its average over a window. */
const LOOKS = 24;

/** Whose cost it is. */
export interface Properties {
  cluster: string;
  node?: string;
  container?: string;
  controller?: string;
  controllerKind?: string;
  namespace: string;
  pod?: string;
  labels?: Record<string, string>;
  namespaceLabels?: Record<string, string>;
}

/** What something used and cost in a window; times in hours. */
export interface Usage {
  properties: Properties;
  hours: number;
  cpuRequest: number;
  cpuUsage: number;
  ramRequest: number;
  ramUsage: number;
  pvBytes: number;
  external: number;
}

/** As Prometheus names it: no character but letters, digits and underscores. */
const plain = (labels: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [
      name.replace(/[^a-zA-Z0-9_]/g, '_'),
      value,
    ]),
  );

/** What every container, unmounted volume and database used in a window. */
export function usagesOf(
  view: ClusterView,
  metrics: ClusterMetrics,
  window: Span,
  now: number,
): Usage[] {
  // There is nothing of the future, nor of the time before all began.
  const start = Math.max(window.start, EPOCH * 1000);
  const end = Math.min(window.end, now);
  const hours = Math.max(0, end - start) / 3_600_000;
  if (hours === 0) return [];
  const namespaces = new Map(
    view.namespaces.map(each => [
      each.metadata?.name ?? '',
      plain(each.metadata?.labels),
    ]),
  );
  const base = (namespace: string, labels?: Record<string, string>) => ({
    cluster: 'sandbox',
    namespace,
    labels: plain(labels),
    namespaceLabels: namespaces.get(namespace) ?? {},
  });
  const readings = new Map<string, Series>();
  for (const series of metrics.list()) {
    const { __name__: name, namespace, pod, container } = series.labels;
    if (name?.startsWith('container_')) {
      readings.set(`${name}/${namespace}/${pod}/${container}`, series);
    }
  }
  const none = {
    cpuRequest: 0,
    cpuUsage: 0,
    ramRequest: 0,
    ramUsage: 0,
    pvBytes: 0,
    external: 0,
  };
  const usages: Usage[] = [];
  for (const pod of view.pods) {
    if (pod.status?.phase !== 'Running') continue;
    const { namespace = '', name = '', labels } = pod.metadata ?? {};
    const owner = view.ownerOf(pod);
    for (const container of pod.spec?.containers ?? []) {
      const { requests = {} } = container.resources ?? {};
      const at = (metric: string) =>
        readings.get(`${metric}/${namespace}/${name}/${container.name}`);
      usages.push({
        ...none,
        properties: {
          ...base(namespace, labels),
          node: pod.spec?.nodeName ?? '',
          container: container.name,
          controller: owner.name,
          controllerKind: owner.kind.toLowerCase(),
          pod: name,
        },
        hours,
        cpuRequest: quantityOf(requests.cpu),
        cpuUsage: slope(at('container_cpu_usage_seconds_total'), start, end),
        ramRequest: quantityOf(requests.memory),
        ramUsage: average(at('container_memory_working_set_bytes'), start, end),
      });
    }
  }
  for (const claim of view.volumeClaims) {
    const { namespace = '', name = '', labels } = claim.metadata ?? {};
    usages.push({
      ...none,
      properties: {
        ...base(namespace, labels),
        controller: name,
        controllerKind: 'persistentvolumeclaim',
        pod: '__unmounted__',
      },
      hours,
      pvBytes: quantityOf(claim.spec?.resources?.requests?.storage),
    });
  }
  for (const database of view.databases) {
    const { namespace = '', name = '', labels } = database.metadata ?? {};
    usages.push({
      ...none,
      properties: {
        ...base(namespace, labels),
        controller: name,
        controllerKind: 'database',
      },
      hours,
      external: databasePrice(database) * hours,
    });
  }
  return usages;
}

function slope(series: Series | undefined, start: number, end: number) {
  const [first, last] = [series?.at(start), series?.at(end)];
  if (first === undefined || last === undefined) return 0;
  return (last - first) / ((end - start) / 1000);
}

function average(series: Series | undefined, start: number, end: number) {
  let sum = 0;
  for (let look = 0; look < LOOKS; look++) {
    sum += series?.at(start + ((look + 0.5) * (end - start)) / LOOKS) ?? 0;
  }
  return sum / LOOKS;
}

/** One or several usages as OpenCost's `Allocation`. */
export function allocationWire(name: string, usages: Usage[], window: Span) {
  const sum = (of: (usage: Usage) => number) =>
    usages.reduce((total, usage) => total + of(usage), 0);
  const hours = Math.max(...usages.map(usage => usage.hours));
  // What was asked for is paid, and what was taken beyond it.
  const cpuHours = sum(
    each => Math.max(each.cpuRequest, each.cpuUsage) * each.hours,
  );
  const ramHours = sum(
    each => Math.max(each.ramRequest, each.ramUsage) * each.hours,
  );
  const pvHours = sum(each => each.pvBytes * each.hours);
  const cpuCost = cpuHours * PRICES.cpu;
  const ramCost = (ramHours / GIB) * PRICES.ram;
  const pvCost = (pvHours / GIB) * PRICES.storage;
  const externalCost = sum(each => each.external);
  const efficiency = (used: number, asked: number) =>
    asked > 0 ? used / asked : Number(used > 0);
  const cpuEfficiency = efficiency(
    sum(each => each.cpuUsage),
    sum(each => each.cpuRequest),
  );
  const ramEfficiency = efficiency(
    sum(each => each.ramUsage),
    sum(each => each.ramRequest),
  );
  const computed = cpuCost + ramCost;
  const start = new Date(window.start).toISOString();
  const end = new Date(window.end).toISOString();
  return {
    name,
    properties: shared(usages),
    window: { start, end },
    start,
    end,
    minutes: hours * 60,
    cpuCores: cpuHours / hours,
    cpuCoreRequestAverage: sum(each => each.cpuRequest),
    cpuCoreUsageAverage: sum(each => each.cpuUsage),
    cpuCoreHours: cpuHours,
    cpuCost,
    cpuCostAdjustment: 0,
    cpuEfficiency,
    gpuCount: 0,
    gpuHours: 0,
    gpuCost: 0,
    gpuCostAdjustment: 0,
    gpuEfficiency: 0,
    networkTransferBytes: 0,
    networkReceiveBytes: 0,
    networkCost: 0,
    networkCrossZoneCost: 0,
    networkCrossRegionCost: 0,
    networkInternetCost: 0,
    networkCostAdjustment: 0,
    loadBalancerCost: 0,
    loadBalancerCostAdjustment: 0,
    pvBytes: pvHours / hours,
    pvByteHours: pvHours,
    pvCost,
    pvs: null,
    pvCostAdjustment: 0,
    ramBytes: ramHours / hours,
    ramByteRequestAverage: sum(each => each.ramRequest),
    ramByteUsageAverage: sum(each => each.ramUsage),
    ramByteHours: ramHours,
    ramCost,
    ramCostAdjustment: 0,
    ramEfficiency,
    externalCost,
    sharedCost: 0,
    totalCost: cpuCost + ramCost + pvCost + externalCost,
    totalEfficiency:
      computed > 0
        ? (cpuEfficiency * cpuCost + ramEfficiency * ramCost) / computed
        : 0,
    proportionalAssetResourceCosts: {},
    rawAllocationOnly: null,
    lbAllocations: null,
  };
}

/** What all usages have in common. */
function shared(usages: Usage[]): Partial<Properties> {
  const [first, ...rest] = usages.map(usage => usage.properties);
  if (!first) return {};
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) =>
      rest.every(
        each =>
          JSON.stringify(each[name as keyof Properties]) ===
          JSON.stringify(value),
      ),
    ),
  );
}
