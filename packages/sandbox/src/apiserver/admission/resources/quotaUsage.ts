import { parseShared } from '../../registry/parsedCache';
import {
  type Fields,
  fieldsOf,
  listOf,
  textOf,
} from '../../schema/builtin/rules/common';
import type { Draft } from '../../storage/Draft';
import type { KubeObject } from '../../types';
import { podAmounts } from './podResources';
import { addAll, type Amounts, amountOf, countOf } from './quantities';

/** Resources that are counted under their own name, too. */
const COUNTED = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
]);
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];

/**
 * What one object takes of a quota, by the names quotas have for it.
 *
 * @param resource - such as `pods` or `deployments.apps`
 */
export function usageOf(resource: string, object: KubeObject): Amounts {
  const one = countOf(1);
  const usage: Amounts = {
    [`count/${resource}`]: one,
    ...(COUNTED.has(resource) && { [resource]: one }),
  };
  switch (resource) {
    case 'pods':
      addAll(usage, podUsage(object));
      break;
    case 'services':
      addAll(usage, serviceUsage(fieldsOf(object, 'spec')));
      break;
    case 'persistentvolumeclaims':
      addAll(usage, claimUsage(fieldsOf(object, 'spec')));
      break;
    default:
  }
  return usage;
}

function podUsage(pod: KubeObject): Amounts {
  const phase = textOf(fieldsOf(pod, 'status'), 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') return {};
  const usage = computeUsage(
    podAmounts(pod, 'requests'),
    podAmounts(pod, 'limits'),
  );
  return { pods: countOf(1), ...usage };
}

/** Requests and limits under the names quotas have for them. */
export function computeUsage(requests: Amounts, limits: Amounts): Amounts {
  const usage: Amounts = {};
  for (const [name, amount] of Object.entries(requests)) {
    if (COMPUTE.includes(name) || name.startsWith('hugepages-')) {
      usage[name] = amount;
    }
    if (usage[name] || name.includes('/')) usage[`requests.${name}`] = amount;
  }
  for (const name of COMPUTE) {
    if (limits[name]) usage[`limits.${name}`] = limits[name];
  }
  return usage;
}

function serviceUsage(spec: Fields): Amounts {
  const type = textOf(spec, 'type');
  const ports = listOf(spec, 'ports').length;
  const balanced = type === 'LoadBalancer';
  const hasPorts =
    type === 'NodePort' ||
    (balanced && spec.allocateLoadBalancerNodePorts !== false);
  return {
    'services.nodeports': countOf(hasPorts ? ports : 0),
    'services.loadbalancers': countOf(balanced ? 1 : 0),
  };
}

function claimUsage(spec: Fields): Amounts {
  const { storage } = fieldsOf(fieldsOf(spec, 'resources'), 'requests');
  const storageClass = textOf(spec, 'storageClassName');
  const usage: Amounts = {};
  if (storage !== undefined) usage['requests.storage'] = amountOf(storage);
  if (storageClass) {
    const prefix = `${storageClass}.storageclass.storage.k8s.io`;
    usage[`${prefix}/persistentvolumeclaims`] = countOf(1);
    if (storage !== undefined) {
      usage[`${prefix}/requests.storage`] = amountOf(storage);
    }
  }
  return usage;
}

/** Whether a quota is about an object, by its scopes; only pods have any. */
export function inScope(
  quota: KubeObject,
  resource: string,
  object: KubeObject,
): boolean {
  const spec = fieldsOf(quota, 'spec');
  const scopes: unknown[] = listOf(spec, 'scopes');
  const expressions = listOf(
    fieldsOf(spec, 'scopeSelector'),
    'matchExpressions',
  );
  if (scopes.length + expressions.length === 0) return true;
  if (resource !== 'pods') return false;
  return (
    scopes.every(scope => podInScope(String(scope), object, {})) &&
    expressions.every(one => podInScope(textOf(one, 'scopeName'), object, one))
  );
}

function podInScope(scope: string, pod: KubeObject, selector: Fields): boolean {
  const spec = fieldsOf(pod, 'spec');
  const deadline = spec.activeDeadlineSeconds;
  const isTerminating = typeof deadline === 'number' && deadline >= 0;
  const isBestEffort = [podAmounts(pod, 'requests'), podAmounts(pod, 'limits')]
    .flatMap(amounts => [amounts.cpu, amounts.memory])
    .every(amount => !amount?.value);
  const priority = textOf(spec, 'priorityClassName');
  const values: unknown[] = listOf(selector, 'values');
  switch (scope) {
    case 'Terminating':
      return isTerminating;
    case 'NotTerminating':
      return !isTerminating;
    case 'BestEffort':
      return isBestEffort;
    case 'NotBestEffort':
      return !isBestEffort;
    case 'PriorityClass':
      if (selector.operator === 'In') return values.includes(priority);
      if (selector.operator === 'NotIn') return !values.includes(priority);
      return (selector.operator === 'DoesNotExist') === (priority === '');
    default:
      return false;
  }
}

/** Resources whose objects count against the names of a quota. */
export function resourcesOf(names: string[]): string[] {
  return [
    ...new Set(
      names.map(name => {
        if (name.startsWith('count/')) return name.slice('count/'.length);
        if (COUNTED.has(name)) return name;
        if (name.startsWith('services.')) return 'services';
        return name === 'requests.storage' || name.includes('.storageclass.')
          ? 'persistentvolumeclaims'
          : 'pods';
      }),
    ),
  ];
}

/** What the objects of a namespace take of a quota together, zeros included. */
export function usedOf(draft: Draft, quota: KubeObject): Amounts {
  const hard = fieldsOf(fieldsOf(quota, 'spec'), 'hard');
  const total: Amounts = {};
  for (const resource of resourcesOf(Object.keys(hard))) {
    for (const stored of draft.list(resource, quota.metadata.namespace)) {
      const object = parseShared(stored);
      if (inScope(quota, resource, object)) {
        addAll(total, usageOf(resource, object));
      }
    }
  }
  return Object.fromEntries(
    Object.keys(hard).map(name => [name, total[name] ?? countOf(0)]),
  );
}
