import type { PolicyRule } from '../types';
import { ALL } from './policyRules';

const COMPACTABLE = ['apiGroups', 'resources', 'resourceNames'] as const;

/** Splits a rule into rules of one group, resource, name and verb each. */
function breakDown(rule: PolicyRule): PolicyRule[] {
  const parts: PolicyRule[] = [];
  for (const group of rule.apiGroups ?? []) {
    for (const resource of rule.resources ?? []) {
      for (const verb of rule.verbs) {
        const part = {
          apiGroups: [group],
          resources: [resource],
          verbs: [verb],
        };
        if (!rule.resourceNames?.length) parts.push(part);
        for (const name of rule.resourceNames ?? []) {
          parts.push({ ...part, resourceNames: [name] });
        }
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? []) {
    for (const verb of rule.verbs) {
      parts.push({ nonResourceURLs: [url], verbs: [verb] });
    }
  }
  return parts;
}

function hasAll(have: string[] | undefined, want: string[] | undefined) {
  return (
    have?.includes(ALL) === true ||
    (want ?? []).every(value => have?.includes(value))
  );
}

function resourcesCover(have: string[] = [], want: string[] = []): boolean {
  if (have.includes(ALL)) return true;
  return want.every(resource => {
    if (have.includes(resource)) return true;
    const [, subresource] = resource.split('/');
    return subresource !== undefined && have.includes(`${ALL}/${subresource}`);
  });
}

function urlsCover(have: string[] = [], want: string[] = []): boolean {
  return want.every(url =>
    have.some(
      pattern =>
        pattern === ALL ||
        pattern === url ||
        (pattern.endsWith(ALL) && url.startsWith(pattern.slice(0, -1))),
    ),
  );
}

function covers(owned: PolicyRule, part: PolicyRule): boolean {
  if (!hasAll(owned.verbs, part.verbs)) return false;
  if (part.nonResourceURLs) {
    return urlsCover(owned.nonResourceURLs, part.nonResourceURLs);
  }
  const namesCover =
    !owned.resourceNames?.length ||
    (part.resourceNames?.length
      ? part.resourceNames.every(name => owned.resourceNames?.includes(name))
      : false);
  return (
    hasAll(owned.apiGroups, part.apiGroups) &&
    resourcesCover(owned.resources, part.resources) &&
    namesCover
  );
}

/**
 * What somebody lacks to hold the wanted rules; empty if they hold them all.
 * Verbs that miss on the same thing come as one rule.
 */
export function findUncoveredRules(
  owned: PolicyRule[],
  wanted: PolicyRule[],
): PolicyRule[] {
  const missing = new Map<string, PolicyRule>();
  for (const part of wanted.flatMap(breakDown)) {
    if (owned.some(rule => covers(rule, part))) continue;
    const { verbs, ...rest } = part;
    // Only rules on resources are joined, as the real server does it.
    const key = JSON.stringify(part.nonResourceURLs ? part : rest);
    const known = missing.get(key);
    if (!known) {
      missing.set(key, { ...rest, verbs: [...verbs] });
    } else if (!known.verbs.includes(verbs[0])) {
      known.verbs.push(verbs[0]);
    }
  }
  return [...missing.values()];
}

/** `{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}`. */
export function describeRule(rule: PolicyRule): string {
  const quoted = (values: string[]) =>
    `[${values.map(value => JSON.stringify(value)).join(' ')}]`;
  const names = {
    apiGroups: 'APIGroups',
    resources: 'Resources',
    resourceNames: 'ResourceNames',
  };
  const parts = rule.nonResourceURLs
    ? [`NonResourceURLs:${quoted(rule.nonResourceURLs)}`]
    : COMPACTABLE.flatMap(field =>
        rule[field]?.length
          ? [`${names[field]}:${quoted(rule[field] ?? [])}`]
          : [],
      );
  return `{${[...parts, `Verbs:${quoted(rule.verbs)}`].join(', ')}}`;
}
