import type { WatchedWorkload } from './types';

/** Label matchers, for example `namespace="payments-prod"`. */
export type Matchers = readonly string[];

/**
 * Matches the pods of a workload and of no other whose name begins the same: those of a Deployment, a
 * StatefulSet and a CronJob by the way Kubernetes names them.
 */
export function podPattern(name: string): string {
  return `${name}-([a-z0-9]{5,10}-[a-z0-9]{5}|[0-9]+|[0-9]{8}-[a-z0-9]{5})`;
}

/** Series of a metric. What the name has in braces already comes first. */
export function series(metric: string, ...matchers: string[]): string {
  const [, name = metric, own] = /^([^{]+)\{(.*)\}$/.exec(metric) ?? [];
  const all = [...(own ? [own] : []), ...matchers];
  return all.length === 0 ? name : `${name}{${all.join(',')}}`;
}

/** What picks the pods of a workload in a namespace, which may be a variable of the dashboard. */
export function podsOf(
  { name }: Pick<WatchedWorkload, 'name'>,
  namespace: string,
): [string, string] {
  return [`namespace="${namespace}"`, `pod=~"${podPattern(name)}"`];
}

/** One quotient of two expressions, nothing where the divisor is zero. */
export function ratio(part: string, whole: string): string {
  return `${part} / (${whole} > 0)`;
}
