import type { AccessAttributes, KubeObject, PolicyRule } from '../types';

/** The token that stands for everything in each list of a rule. */
export const ALL = '*';

function holds(list: string[] | undefined, value: string): boolean {
  return list?.includes(ALL) === true || list?.includes(value) === true;
}

function resourceMatches(
  resources: string[] | undefined,
  resource: string,
  subresource: string,
): boolean {
  if (!resources) return false;
  const whole = subresource ? `${resource}/${subresource}` : resource;
  if (resources.includes(ALL) || resources.includes(whole)) return true;
  return subresource !== '' && resources.includes(`${ALL}/${subresource}`);
}

function urlMatches(patterns: string[] | undefined, path: string): boolean {
  return (
    patterns?.some(
      pattern =>
        pattern === ALL ||
        pattern === path ||
        (pattern.endsWith(ALL) && path.startsWith(pattern.replace(/\*+$/, ''))),
    ) === true
  );
}

/**
 * True if one rule alone allows what is asked for. `*` stands for all verbs,
 * groups, resources or paths; a subresource after `*` and a slash for one subresource of everything; a
 * list of names restricts the rule to requests that carry one of them.
 */
export function ruleAllows(
  rule: PolicyRule,
  attributes: AccessAttributes,
): boolean {
  if (!holds(rule.verbs, attributes.verb)) return false;
  if (attributes.path !== undefined) {
    return urlMatches(rule.nonResourceURLs, attributes.path);
  }
  return (
    holds(rule.apiGroups, attributes.group) &&
    resourceMatches(
      rule.resources,
      attributes.resource,
      attributes.subresource,
    ) &&
    (!rule.resourceNames?.length ||
      rule.resourceNames.includes(attributes.name))
  );
}

/** Reads the rules of a Role or ClusterRole; what is not well formed grants nothing. */
export function rulesOf(role: KubeObject): PolicyRule[] {
  if (!Array.isArray(role.rules)) return [];
  return role.rules.filter(
    (rule): rule is PolicyRule =>
      typeof rule === 'object' && rule !== null && Array.isArray(rule.verbs),
  );
}
