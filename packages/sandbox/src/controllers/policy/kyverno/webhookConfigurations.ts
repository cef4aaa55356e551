import { createHash } from 'node:crypto';
import type { ResourceRule } from '../../../cel';
import type { JsonObject, KubernetesObject } from '../../runtime';
import { autogenConfigs } from './autogen';
import { isForAdmission } from './CompiledPolicy';
import type { ValidatingPolicy } from './types';

/** Where webhooks are called. */
export interface WebhookTarget {
  url: string;
  caBundle: string;
}

export const resourceWebhooks = 'kyverno-resource-validating-webhook-cfg';
export const policyWebhooks = 'kyverno-policy-validating-webhook-cfg';
export const exceptionWebhooks = 'kyverno-exception-validating-webhook-cfg';

/**
 * The configuration through which the API server asks about objects: policies
 * with the same selectors share a webhook, those with match conditions have
 * their own, as Kyverno 1.19 does it.
 */
export function resourceConfiguration(
  policies: readonly ValidatingPolicy[],
  target: WebhookTarget,
): KubernetesObject {
  const groups = new Map<
    string,
    { name: string; members: ValidatingPolicy[] }
  >();
  const admitted = policies
    .filter(isForAdmission)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  for (const policy of admitted) {
    const name = webhookName(policy);
    const group = groups.get(name) ?? { name, members: [] };
    group.members.push(policy);
    groups.set(name, group);
  }
  const webhooks = [...groups.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, members }) => resourceWebhook(name, members, target));
  return configuration(resourceWebhooks, webhooks);
}

/** The configuration through which the API server asks about policies. */
export function policyConfiguration(target: WebhookTarget): KubernetesObject {
  return configuration(policyWebhooks, [
    webhook('validate-policy.kyverno.svc', '/policyvalidate', target, {
      rules: [ownRule(['validatingpolicies', 'namespacedvalidatingpolicies'])],
    }),
  ]);
}

/** The configuration through which the API server asks about exceptions. */
export function exceptionConfiguration(
  target: WebhookTarget,
): KubernetesObject {
  return configuration(exceptionWebhooks, [
    webhook('kyverno-svc.kyverno.svc', '/exceptionvalidate', target, {
      rules: [ownRule(['policyexceptions'])],
    }),
  ]);
}

function ownRule(resources: string[]): JsonObject {
  return {
    apiGroups: ['policies.kyverno.io'],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources,
    scope: '*',
  };
}

function resourceWebhook(
  name: string,
  members: ValidatingPolicy[],
  target: WebhookTarget,
): JsonObject {
  const [{ spec, metadata }] = members;
  const namespaced = metadata.namespace !== undefined;
  const names = [...new Set(members.map(it => it.metadata.name ?? ''))];
  const namespaces = [...new Set(members.map(it => it.metadata.namespace))];
  return webhook(
    name,
    `/${namespaced ? 'nvpol' : 'vpol'}/${names.join('/')}`,
    target,
    {
      failurePolicy: spec?.failurePolicy ?? 'Fail',
      rules: rulesOf(members),
      namespaceSelector: namespaced
        ? {
            matchExpressions: [
              {
                key: 'kubernetes.io/metadata.name',
                operator: 'In',
                values: namespaces as string[],
              },
            ],
          }
        : ((spec?.matchConstraints?.namespaceSelector ?? {}) as JsonObject),
      objectSelector: (spec?.matchConstraints?.objectSelector ??
        {}) as JsonObject,
      ...(!namespaced &&
        isFineGrained(members[0]) && {
          matchConditions: spec?.matchConditions as JsonObject[],
        }),
      timeoutSeconds: spec?.webhookConfiguration?.timeoutSeconds ?? 10,
    },
  );
}

/** Every rule once, ordered by group. */
function rulesOf(members: ValidatingPolicy[]): JsonObject[] {
  const rules = new Map<string, { group: string; rule: JsonObject }>();
  for (const { spec = {} } of members) {
    const specs = [
      spec,
      ...Object.values(autogenConfigs(spec)).map(it => it.spec),
    ];
    for (const { matchConstraints } of specs) {
      for (const one of matchConstraints?.resourceRules ?? []) {
        const rule = toWebhookRule(one);
        rules.set(JSON.stringify(rule), {
          group: one.apiGroups?.[0] ?? '',
          rule,
        });
      }
    }
  }
  return [...rules.values()]
    .sort((a, b) => a.group.localeCompare(b.group))
    .map(it => it.rule);
}

function toWebhookRule(rule: ResourceRule): JsonObject {
  return {
    apiGroups: rule.apiGroups ?? [],
    apiVersions: rule.apiVersions ?? [],
    operations: rule.operations ?? [],
    resources: rule.resources ?? [],
    scope: rule.scope ?? '*',
  };
}

function webhookName(policy: ValidatingPolicy): string {
  const { metadata, spec } = policy;
  const failure = spec?.failurePolicy === 'Ignore' ? 'ignore' : 'fail';
  if (metadata.namespace) return `nvpol.validate.kyverno.svc-${failure}`;
  const base = `vpol.validate.kyverno.svc-${failure}`;
  if (isFineGrained(policy)) return `${base}-finegrained-${metadata.name}`;
  const { namespaceSelector, objectSelector } = spec?.matchConstraints ?? {};
  const { timeoutSeconds } = spec?.webhookConfiguration ?? {};
  const differs = { namespaceSelector, objectSelector, timeoutSeconds };
  const text = JSON.stringify(differs);
  if (text === '{}') return base;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${base}-${hash}`;
}

function isFineGrained({ spec }: ValidatingPolicy): boolean {
  return (spec?.matchConditions ?? []).length > 0;
}

function webhook(
  name: string,
  path: string,
  { url, caBundle }: WebhookTarget,
  more: JsonObject,
): JsonObject {
  return {
    name,
    admissionReviewVersions: ['v1'],
    clientConfig: { url: `${url}${path}`, caBundle },
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    sideEffects: 'NoneOnDryRun',
    timeoutSeconds: 10,
    ...more,
  };
}

function configuration(name: string, webhooks: JsonObject[]): KubernetesObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name, labels: { 'webhook.kyverno.io/managed-by': 'kyverno' } },
    webhooks,
  };
}

function nameOf({ metadata }: ValidatingPolicy): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
