import { selects } from '../schema/builtin/rules/common';
import { storageOf } from '../registry/storageOf';
import type { TypeRegistry } from '../registry/TypeRegistry';
import type { KubeObject, ResourceType } from '../types';
import type {
  AdmissionAttributes,
  GroupVersionKind,
  GroupVersionResource,
} from './AdmissionAttributes';

/** `RuleWithOperations`, with the names a policy may add. */
export interface MatchRule {
  apiGroups?: string[];
  apiVersions?: string[];
  operations?: string[];
  resources?: string[];
  scope?: string;
  resourceNames?: string[];
}

/** A label selector as it is written. */
export type LabelSelector = Record<string, unknown>;

/** What a webhook or a policy is for. */
export interface MatchCriteria {
  /** Nothing given: everything, for a binding; nothing, for a webhook. */
  rules: MatchRule[];
  excludeRules?: MatchRule[];
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  /** Default `Exact`, though the API fills in `Equivalent`. */
  matchPolicy?: string;
}

/** The version in which the object is to be shown. */
export interface MatchedAs {
  resource: GroupVersionResource;
  kind: GroupVersionKind;
}

/** Whether rules may ever match a resource, whatever is done to it. */
export function mayConcern(
  rules: MatchRule[],
  type: { group: string; plural: string },
): boolean {
  return rules.some(
    ({ apiGroups = [], resources = [] }) =>
      (apiGroups.includes('*') || apiGroups.includes(type.group)) &&
      resources.some(one => {
        const [resource] = one.split('/');
        return resource === '*' || resource === type.plural;
      }),
  );
}

/**
 * Matches rules, under `Equivalent` also by the other versions a resource is
 * served in.
 */
export function matchRules(
  rules: MatchRule[],
  attributes: AdmissionAttributes,
  matchPolicy: string | undefined,
  registry: TypeRegistry,
): MatchedAs | undefined {
  const { type, kind } = attributes;
  if (rules.some(rule => ruleMatches(rule, attributes, type))) {
    return asRequested(attributes);
  }
  if (matchPolicy !== 'Equivalent') return undefined;
  const others = registry
    .all()
    .filter(
      one =>
        storageOf(one) === storageOf(type) &&
        (one.version !== type.version || one.group !== type.group),
    );
  for (const rule of rules) {
    const other = others.find(one => ruleMatches(rule, attributes, one));
    if (!other) continue;
    const { group, version, plural } = other;
    return {
      resource: { group, version, resource: plural },
      // A Scale is a Scale in all versions of what is scaled.
      kind:
        kind.kind === type.kind ? { group, version, kind: other.kind } : kind,
    };
  }
  return undefined;
}

/** The match of something that asks for no particular version. */
export function asRequested({ type, kind }: AdmissionAttributes): MatchedAs {
  const { group, version, plural } = type;
  return { resource: { group, version, resource: plural }, kind };
}

function ruleMatches(
  rule: MatchRule,
  attributes: AdmissionAttributes,
  type: ResourceType,
): boolean {
  const { operation, subresource, name } = attributes;
  const { resourceNames = [] } = rule;
  return (
    scopeMatches(rule.scope, attributes) &&
    holds(rule.operations, operation) &&
    holds(rule.apiGroups, type.group) &&
    holds(rule.apiVersions, type.version) &&
    (rule.resources ?? []).some(one => {
      const [resource, sub = ''] = one.split(/\/(.*)/s);
      return (
        (resource === '*' || resource === type.plural) &&
        (sub === '*' || sub === subresource)
      );
    }) &&
    (resourceNames.length === 0 || resourceNames.includes(name))
  );
}

function holds(items: string[] = [], wanted: string): boolean {
  return items.includes('*') || items.includes(wanted);
}

function scopeMatches(
  scope: string | undefined,
  attributes: AdmissionAttributes,
): boolean {
  if (scope === undefined || scope === '*') return true;
  const namespaced = attributes.namespace !== '' && !isNamespace(attributes);
  return namespaced === (scope === 'Namespaced');
}

/** True for requests on Namespace objects. */
export function isNamespace({ type }: AdmissionAttributes): boolean {
  return type.group === '' && type.plural === 'namespaces';
}

/**
 * Whether the object, or what it was before, has the labels wanted.
 *
 * @param selector - absent and empty ones take everything
 */
export function objectSelected(
  selector: LabelSelector | undefined,
  { object, oldObject }: AdmissionAttributes,
): boolean {
  if (isEmpty(selector)) return true;
  const has = (one: KubeObject | undefined) =>
    one !== undefined && selects(selector, one.metadata?.labels ?? {});
  return has(object) || has(oldObject);
}

/**
 * Whether the namespace of a request has the labels wanted; requests on
 * cluster-scoped objects always pass.
 *
 * @param labelsOf - labels of a namespace as stored
 */
export function namespaceSelected(
  selector: LabelSelector | undefined,
  attributes: AdmissionAttributes,
  labelsOf: (namespace: string) => Readonly<Record<string, string>>,
): boolean {
  if (isEmpty(selector) || attributes.namespace === '') return true;
  const { object, subresource } = attributes;
  const own = isNamespace(attributes) && subresource === '' && object;
  return selects(
    selector,
    own ? own.metadata.labels ?? {} : labelsOf(attributes.namespace),
  );
}

function isEmpty(
  selector: LabelSelector | undefined,
): selector is undefined | Record<string, never> {
  return (
    selector === undefined ||
    Object.values(selector).every(
      part => Object.keys(part as object).length === 0,
    )
  );
}
