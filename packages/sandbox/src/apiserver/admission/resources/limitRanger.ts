import { ApiError } from '../../errors';
import { parseShared } from '../../registry/parsedCache';
import {
  type Fields,
  fieldsOf,
  listOf,
  textOf,
} from '../../schema/builtin/rules/common';
import type { KubeObject } from '../../types';
import type { WriteContext } from '../../verbs/WriteContext';
import { containerAmounts, podAmounts } from './podResources';
import {
  type Amount,
  type Amounts,
  amountOf,
  formatAmount,
} from './quantities';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Limits of all LimitRanges of the namespace, by the name of their range. */
function rangesOf({ draft, namespace }: WriteContext): Fields[][] {
  return [...draft.list('limitranges', namespace)]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(stored => listOf(fieldsOf(parseShared(stored), 'spec'), 'limits'));
}

function isLimited({ type, subresource }: WriteContext): boolean {
  return (
    type.group === '' &&
    subresource === '' &&
    (type.plural === 'pods' || type.plural === 'persistentvolumeclaims')
  );
}

/** Gives the containers of a new pod, in place, what LimitRanges have for them. */
export function defaultFromLimitRanges(
  context: WriteContext,
  object: KubeObject,
): void {
  if (!isLimited(context) || context.type.plural !== 'pods') return;
  for (const limits of rangesOf(context)) {
    const notes: string[] = [];
    const ofContainers = limits.filter(
      limit => textOf(limit, 'type') === 'Container',
    );
    const spec = fieldsOf(object, 'spec');
    for (const [list, what] of [
      ['containers', 'container'],
      ['initContainers', 'init container'],
    ]) {
      for (const container of listOf(spec, list)) {
        notes.push(...defaultContainer(container, ofContainers, what));
      }
    }
    if (notes.length > 0) {
      object.metadata.annotations = {
        ...object.metadata.annotations,
        [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}`,
      };
    }
  }
}

function defaultContainer(
  container: Fields,
  limits: Fields[],
  what: string,
): string[] {
  const notes: string[] = [];
  for (const [part, source, word] of [
    ['requests', 'defaultRequest', 'request'],
    ['limits', 'default', 'limit'],
  ]) {
    const wanted = Object.assign(
      {},
      ...limits.map(limit => fieldsOf(limit, source)),
    ) as Fields;
    const resources = fieldsOf(container, 'resources');
    const present = fieldsOf(resources, part);
    const added = Object.keys(wanted)
      .filter(name => !(name in present))
      .sort();
    if (added.length === 0) continue;
    container.resources = {
      ...resources,
      [part]: {
        ...present,
        ...Object.fromEntries(added.map(name => [name, wanted[name]])),
      },
    };
    notes.push(
      `${added.join(', ')} ${word} for ${what} ${textOf(container, 'name')}`,
    );
  }
  return notes;
}

/**
 * Holds a pod or a volume claim against the LimitRanges of its namespace.
 *
 * @throws ApiError 403
 */
export function checkLimitRanges(
  context: WriteContext,
  object: KubeObject,
  old: KubeObject | undefined,
): void {
  const { type } = context;
  if (!isLimited(context)) return;
  if (old && (type.plural === 'pods' || old.metadata.deletionTimestamp)) return;
  for (const limits of rangesOf(context)) {
    const found = limits.flatMap(limit =>
      type.plural === 'pods'
        ? podProblems(limit, object)
        : claimProblems(limit, object),
    );
    if (found.length === 0) continue;
    const unique = [...new Set(found)];
    throw ApiError.forbidden(
      { group: '', kind: type.plural },
      object.metadata.name ?? '',
      unique.length === 1 ? unique[0] : `[${unique.join(', ')}]`,
    );
  }
}

function podProblems(limit: Fields, pod: KubeObject): string[] {
  const kind = textOf(limit, 'type');
  if (kind === 'Pod') {
    return problems(
      limit,
      kind,
      podAmounts(pod, 'requests'),
      podAmounts(pod, 'limits'),
    );
  }
  if (kind !== 'Container') return [];
  const spec = fieldsOf(pod, 'spec');
  return ['containers', 'initContainers'].flatMap(list =>
    listOf(spec, list).flatMap(container =>
      problems(
        limit,
        kind,
        containerAmounts(container, 'requests'),
        containerAmounts(container, 'limits'),
      ),
    ),
  );
}

function claimProblems(limit: Fields, claim: KubeObject): string[] {
  const kind = textOf(limit, 'type');
  if (kind !== 'PersistentVolumeClaim') return [];
  const requests = containerAmounts(fieldsOf(claim, 'spec'), 'requests');
  return [
    ...eachOf(limit, 'min', (name, least) =>
      minimum(kind, name, least, requests[name], undefined),
    ),
    ...eachOf(limit, 'max', (name, most) => {
      const opening = `maximum ${name} usage per ${kind} is ${formatAmount(
        most,
      )}`;
      const request = requests[name];
      if (!request) return `${opening}.  No request is specified`;
      return request.value > most.value
        ? `${opening}, but request is ${formatAmount(request)}`
        : undefined;
    }),
  ];
}

function problems(
  limit: Fields,
  kind: string,
  requests: Amounts,
  limits: Amounts,
): string[] {
  return [
    ...eachOf(limit, 'min', (name, least) =>
      minimum(kind, name, least, requests[name], limits[name]),
    ),
    ...eachOf(limit, 'max', (name, most) =>
      maximum(kind, name, most, requests[name], limits[name]),
    ),
    ...eachOf(limit, 'maxLimitRequestRatio', (name, most) =>
      ratio(kind, name, most, requests[name], limits[name]),
    ),
  ];
}

function eachOf(
  limit: Fields,
  field: string,
  check: (name: string, enforced: Amount) => string | undefined,
): string[] {
  return Object.entries(fieldsOf(limit, field)).flatMap(
    ([name, quantity]) => check(name, amountOf(quantity)) ?? [],
  );
}

function minimum(
  kind: string,
  name: string,
  least: Amount,
  request: Amount | undefined,
  limit: Amount | undefined,
): string | undefined {
  const opening = `minimum ${name} usage per ${kind} is ${formatAmount(least)}`;
  if (!request) return `${opening}.  No request is specified`;
  if (request.value < least.value) {
    return `${opening}, but request is ${formatAmount(request)}`;
  }
  return limit && limit.value < least.value
    ? `${opening}, but limit is ${formatAmount(limit)}`
    : undefined;
}

function maximum(
  kind: string,
  name: string,
  most: Amount,
  request: Amount | undefined,
  limit: Amount | undefined,
): string | undefined {
  const opening = `maximum ${name} usage per ${kind} is ${formatAmount(most)}`;
  if (!limit) return `${opening}.  No limit is specified`;
  if (limit.value > most.value) {
    return `${opening}, but limit is ${formatAmount(limit)}`;
  }
  return request && request.value > most.value
    ? `${opening}, but request is ${formatAmount(request)}`
    : undefined;
}

function ratio(
  kind: string,
  name: string,
  most: Amount,
  request: Amount | undefined,
  limit: Amount | undefined,
): string | undefined {
  const opening = `${name} max limit to request ratio per ${kind} is ${formatAmount(
    most,
  )}`;
  if (!request?.value) {
    return `${opening}, but no request is specified or request is 0`;
  }
  if (!limit?.value) {
    return `${opening}, but no limit is specified or limit is 0`;
  }
  const found = Number(limit.value) / Number(request.value);
  return found > Number(most.value) / 1e9
    ? `${opening}, but provided ratio is ${found.toFixed(6)}`
    : undefined;
}
