import { ApiError } from '../../errors';
import { parseShared } from '../../registry/parsedCache';
import { storageOf } from '../../registry/storageOf';
import {
  type Fields,
  fieldsOf,
  listOf,
  textOf,
} from '../../schema/builtin/rules/common';
import type { KubeObject } from '../../types';
import type { WriteContext } from '../../verbs/WriteContext';
import { containerAmounts } from './podResources';
import {
  addAmounts,
  type Amounts,
  amountOf,
  describeAmounts,
} from './quantities';
import { computeUsage, inScope, usageOf, usedOf } from './quotaUsage';

/** What every container must say if a quota is about it. */
const REQUIRED = [
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
];

/** Updates of other kinds cannot take more of a quota. */
const GROWING = new Set(['services', 'persistentvolumeclaims']);

/**
 * Holds a write against the ResourceQuotas of its namespace.
 *
 * @throws ApiError 403
 */
export function checkQuotas(
  context: WriteContext,
  object: KubeObject,
  old: KubeObject | undefined,
): void {
  const { type, draft, namespace, subresource } = context;
  if (!namespace || subresource) return;
  const resource = storageOf(type);
  if (old && !GROWING.has(resource)) return;
  const quotas = [...draft.list('resourcequotas', namespace)].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  if (quotas.length === 0) return;
  const wanted = usageOf(resource, object);
  const had = old ? usageOf(resource, old) : {};
  for (const stored of quotas) {
    const quota = parseShared(stored);
    if (!inScope(quota, resource, object)) continue;
    const hard = amountsOf(fieldsOf(fieldsOf(quota, 'spec'), 'hard'));
    const refuse = (why: string) =>
      ApiError.forbidden(
        { group: type.group, kind: type.plural },
        object.metadata.name ?? '',
        why,
      );
    if (resource === 'pods') {
      const missing = missingAmounts(object, hard);
      if (missing) {
        throw refuse(`failed quota: ${stored.name}: must specify ${missing}`);
      }
    }
    const requested = increase(wanted, had, hard);
    if (Object.keys(requested).length === 0) continue;
    const used = usedOf(draft, quota);
    const exceeded = Object.keys(requested).filter(
      name => addAmounts(used[name], requested[name]).value > hard[name].value,
    );
    if (exceeded.length > 0) {
      const of = (amounts: Amounts) =>
        describeAmounts(
          Object.fromEntries(exceeded.map(name => [name, amounts[name]])),
        );
      throw refuse(
        `exceeded quota: ${stored.name}, requested: ${of(
          requested,
        )}, used: ${of(used)}, limited: ${of(hard)}`,
      );
    }
  }
}

function amountsOf(quantities: Fields): Amounts {
  return Object.fromEntries(
    Object.entries(quantities).map(([name, one]) => [name, amountOf(one)]),
  );
}

/** What a write takes more than before of what the quota is about. */
function increase(wanted: Amounts, had: Amounts, hard: Amounts): Amounts {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, amount]) => {
      const value = amount.value - (had[name]?.value ?? 0n);
      return hard[name] && value > 0n ? [[name, { ...amount, value }]] : [];
    }),
  );
}

/** `limits.cpu for: a,b; …` if containers leave out what they must say. */
function missingAmounts(pod: KubeObject, hard: Amounts): string {
  const spec = fieldsOf(pod, 'spec');
  if (Object.keys(fieldsOf(spec, 'resources')).length > 0) return '';
  const missing = new Map<string, Set<string>>();
  for (const container of [
    ...listOf(spec, 'containers'),
    ...listOf(spec, 'initContainers'),
  ]) {
    const said = computeUsage(
      containerAmounts(container, 'requests'),
      containerAmounts(container, 'limits'),
    );
    for (const name of REQUIRED) {
      if (!hard[name] || said[name]) continue;
      const names = missing.get(name) ?? new Set();
      missing.set(name, names.add(textOf(container, 'name')));
    }
  }
  return [...missing.keys()]
    .sort()
    .map(
      name => `${name} for: ${[...(missing.get(name) ?? [])].sort().join(',')}`,
    )
    .join('; ');
}
