import type { KubeObject, PolicyRule } from '../types';
import { rulesOf } from './policyRules';

interface Requirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  values?: string[];
}
interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: Requirement[];
}

function meets(labels: Record<string, string>, need: Requirement): boolean {
  const value = labels[need.key];
  switch (need.operator) {
    case 'In':
      return value !== undefined && need.values?.includes(value) === true;
    case 'NotIn':
      return value === undefined || need.values?.includes(value) !== true;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

function selects(selector: LabelSelector, role: KubeObject): boolean {
  const labels = role.metadata.labels ?? {};
  return (
    Object.entries(selector.matchLabels ?? {}).every(
      ([key, value]) => labels[key] === value,
    ) && (selector.matchExpressions ?? []).every(need => meets(labels, need))
  );
}

/** The selectors of an aggregated ClusterRole; `undefined` for an ordinary one. */
function selectorsOf(role: KubeObject): LabelSelector[] | undefined {
  const rule = role.aggregationRule as
    | { clusterRoleSelectors?: LabelSelector[] }
    | undefined;
  return rule ? rule.clusterRoleSelectors ?? [] : undefined;
}

/**
 * The rules of a ClusterRole. An aggregated one has those of all the
 * ClusterRoles its selectors pick, and they may be aggregated in turn; on a
 * real cluster a controller writes the same rules into the role.
 *
 * @param role - The ClusterRole.
 * @param all - Every ClusterRole of the cluster.
 */
export function aggregatedRules(
  role: KubeObject,
  all: () => KubeObject[],
): PolicyRule[] {
  const seen = new Set<string>();
  const collect = (current: KubeObject): PolicyRule[] => {
    const selectors = selectorsOf(current);
    if (!selectors) return rulesOf(current);
    seen.add(current.metadata.name ?? '');
    return all()
      .filter(
        other =>
          !seen.has(other.metadata.name ?? '') &&
          selectors.some(selector => selects(selector, other)),
      )
      .sort((a, b) =>
        (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1,
      )
      .flatMap(collect);
  };
  const unique = new Map<string, PolicyRule>();
  for (const rule of collect(role)) unique.set(JSON.stringify(rule), rule);
  return [...unique.values()];
}
