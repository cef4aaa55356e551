import { type Voice, VoiceError } from '../http';
import type { ClusterMetrics } from '../metrics/ClusterMetrics';
import type { ClusterView } from '../metrics/ClusterView';
import {
  allocationWire,
  type Properties,
  type Usage,
  usagesOf,
} from './allocations';
import { assetsOf } from './assets';
import { filterOf } from './filters';
import { type Span, stepsOf, windowOf } from './windows';

const UNALLOCATED = '__unallocated__';

/** Reads one property of what costs are grouped by. */
function propertyOf(name: string): (properties: Properties) => string {
  const [kind = '', label = ''] = name.split(/:(.*)/s);
  const simple = [
    'cluster',
    'node',
    'namespace',
    'controllerKind',
    'controller',
    'pod',
    'container',
  ] as const;
  const found = simple.find(each => each.toLowerCase() === kind.toLowerCase());
  if (found && !label) return properties => properties[found] || UNALLOCATED;
  if (kind === 'label' && label) {
    const key = label.replace(/[^a-zA-Z0-9_]/g, '_');
    return ({ labels, namespaceLabels }) =>
      labels?.[key] ?? namespaceLabels?.[key] ?? UNALLOCATED;
  }
  if (['deployment', 'statefulset', 'daemonset', 'job'].includes(kind)) {
    return ({ controllerKind, controller }) =>
      controllerKind === kind ? controller || UNALLOCATED : UNALLOCATED;
  }
  throw new VoiceError(
    400,
    `Invalid 'aggregate' parameter: "${name}" is none of cluster, node, namespace, controllerKind, controller, deployment, statefulset, daemonset, job, pod, container, label:<name>`,
  );
}

/** Groups of usages by name; without properties every one by itself. */
function groupBy(usages: Usage[], properties: string[]) {
  const of = properties.map(propertyOf);
  const single = (each: Properties) =>
    [
      each.cluster,
      each.node,
      each.namespace,
      each.pod ?? each.controller,
      each.container,
    ]
      .filter(Boolean)
      .join('/');
  const groups = new Map<string, Usage[]>();
  for (const usage of usages) {
    const name =
      of.length > 0
        ? of.map(read => read(usage.properties)).join('/')
        : single(usage.properties);
    groups.set(name, [...(groups.get(name) ?? []), usage]);
  }
  return groups;
}

/** OpenCost's API: what workloads cost, and what the cluster is made of. */
export function opencostVoice(
  view: ClusterView,
  metrics: ClusterMetrics,
  now: () => number = Date.now,
): Voice {
  const sets = (parameters: URLSearchParams) => {
    const window = windowOf(parameters.get('window') ?? '', now());
    const steps = stepsOf(window, parameters.get('step'));
    const accumulate = /^(true|1|all)$/.test(
      parameters.get('accumulate') ?? '',
    );
    return accumulate ? [window] : steps;
  };

  const allocations = (parameters: URLSearchParams, span: Span) => {
    const keep = filterOf(parameters);
    const properties = (parameters.get('aggregate') ?? '')
      .split(',')
      .map(each => each.trim())
      .filter(Boolean);
    const usages = usagesOf(view, metrics, span, now()).filter(usage =>
      keep(usage.properties),
    );
    return Object.fromEntries(
      [...groupBy(usages, properties)].map(([name, group]) => [
        name,
        allocationWire(name, group, span),
      ]),
    );
  };

  return async ({ method, path, parameters }) => {
    if (method !== 'GET' && method !== 'HEAD') {
      throw new VoiceError(405, 'Method Not Allowed');
    }
    if (path === '/healthz') return { status: 200, text: 'ok' };
    try {
      if (/^\/allocation(\/compute)?$/.test(path)) {
        const data = sets(parameters).map(span =>
          allocations(parameters, span),
        );
        return { status: 200, json: { code: 200, data } };
      }
      if (path === '/assets') {
        const data = sets(parameters).map(span => assetsOf(view, span, now()));
        return { status: 200, json: { code: 200, data } };
      }
    } catch (error) {
      if (!(error instanceof VoiceError)) throw error;
      const { status, message } = error;
      return { status, json: { code: status, data: null, message } };
    }
    throw new VoiceError(404, '404 page not found');
  };
}
