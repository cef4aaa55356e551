import type { ClusterView } from '../metrics/ClusterView';
import { EPOCH } from '../metrics/Load';
import { quantityOf } from '../metrics/quantities';
import { PRICES } from './prices';
import type { Span } from './windows';

const GIB = 2 ** 30;
/** Every node is taken to be of this size: there are no real ones. */
const NODE = { cores: 8, memory: 32 * GIB };

/** What the cluster is made of: the nodes that pods run on, and volumes. */
export function assetsOf(view: ClusterView, window: Span, now: number) {
  const start = Math.max(window.start, EPOCH * 1000);
  const end = Math.min(window.end, now);
  const hours = Math.max(0, end - start) / 3_600_000;
  const span = {
    window: {
      start: new Date(window.start).toISOString(),
      end: new Date(window.end).toISOString(),
    },
    start: new Date(window.start).toISOString(),
    end: new Date(Math.max(start, end)).toISOString(),
    minutes: hours * 60,
  };
  const properties = (name: string, category: string) => ({
    category,
    provider: 'Cairn',
    service: 'Kubernetes',
    cluster: 'sandbox',
    name,
    providerID: name,
  });
  const assets: Record<string, unknown> = {};
  const nodes = new Set(view.pods.flatMap(pod => pod.spec?.nodeName ?? []));
  for (const name of [...nodes].sort()) {
    const cpuCost = NODE.cores * hours * PRICES.cpu;
    const ramCost = (NODE.memory / GIB) * hours * PRICES.ram;
    assets[`sandbox/Node/${name}`] = {
      type: 'Node',
      properties: properties(name, 'Compute'),
      labels: {},
      ...span,
      nodeType: 'sandbox',
      cpuCores: NODE.cores,
      ramBytes: NODE.memory,
      cpuCoreHours: NODE.cores * hours,
      ramByteHours: NODE.memory * hours,
      gpuCount: 0,
      gpuHours: 0,
      cpuCost,
      gpuCost: 0,
      ramCost,
      adjustment: 0,
      discount: 0,
      preemptible: 0,
      totalCost: cpuCost + ramCost,
    };
  }
  for (const claim of view.volumeClaims) {
    const { namespace = '', name = '' } = claim.metadata ?? {};
    const bytes = quantityOf(claim.spec?.resources?.requests?.storage);
    assets[`sandbox/Disk/${namespace}/${name}`] = {
      type: 'Disk',
      properties: properties(name, 'Storage'),
      labels: {},
      ...span,
      bytes,
      byteHours: bytes * hours,
      storageClass: claim.spec?.storageClassName ?? '',
      claimName: name,
      claimNamespace: namespace,
      adjustment: 0,
      totalCost: (bytes / GIB) * hours * PRICES.storage,
    };
  }
  return assets;
}
