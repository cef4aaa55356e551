// All ports of one platform, derived from one number.
import { PARTS } from './parts.mjs';
import { Failure } from '../say.mjs';

/** How many ports one platform may use: the least distance between two bases. */
export const PORT_SPAN = 30;

/** Distance of each port from the base. */
const OFFSETS = {
  api: 0,
  argocd: 1,
  gitea: 2,
  etcd: 3,
  etcdPeer: 4,
  controllerManager: 5,
  scheduler: 6,
  kwok: 7,
  redis: 8,
  argocdRepoServer: 9,
  argocdRepoServerMetrics: 10,
  argocdControllerMetrics: 11,
  argocdServerMetrics: 12,
  argocdApplicationSetsMetrics: 13,
  argocdApplicationSetsProbe: 14,
  argocdApplicationSetsWebhook: 15,
  kyvernoReportsMetrics: 16,
  kyvernoMetrics: 17,
  kyvernoWebhooks: 18,
  postgres: 19,
};

/** Which ports a part takes, besides its main one. */
const FURTHER = {
  etcd: ['etcdPeer'],
  'argocd-repo-server': ['argocdRepoServerMetrics'],
  'argocd-server': ['argocdServerMetrics'],
  'argocd-applicationsets': [
    'argocdApplicationSetsMetrics',
    'argocdApplicationSetsWebhook',
  ],
  'kyverno-admission': ['kyvernoMetrics'],
};

/**
 * @param {number} base the first port
 * @returns {Record<string, number>} by name
 */
export function portsFrom(base) {
  if (!Number.isInteger(base) || base < 1024 || base > 65536 - PORT_SPAN)
    throw new Failure(
      `--port-base is '${base}'; it must be a number between 1024 and ${
        65536 - PORT_SPAN
      }.`,
    );
  return Object.fromEntries(
    Object.entries(OFFSETS).map(([name, offset]) => [name, base + offset]),
  );
}

/** Which ports these parts take, with the words for a taken one. */
export function portsOf(parts, ports) {
  return PARTS.filter(part => parts.includes(part.name)).flatMap(part =>
    [part.port, ...(FURTHER[part.name] ?? [])].map(name => ({
      port: ports[name],
      flag: '--port-base',
      what: part.name,
    })),
  );
}
