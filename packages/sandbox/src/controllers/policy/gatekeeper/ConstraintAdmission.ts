import type { JsonObject, KubernetesObject } from '../../runtime';
import type { ResourceCatalog } from '../ResourceCatalog';
import type {
  AdmissionRequest,
  AdmissionResponse,
} from '../webhook/admissionTypes';
import type { ActiveConstraint } from './Audit';
import { evaluateConstraint } from './evaluateConstraint';
import { matchConstraint } from './matchConstraint';
import { actionOf } from './types';

export const gatekeeperWebhooks = 'gatekeeper-validating-webhook-configuration';

/** Decides about a request by the constraints there are, as Gatekeeper does. */
export function reviewByConstraints(
  request: AdmissionRequest,
  active: readonly ActiveConstraint[],
  namespaceObject: KubernetesObject | undefined,
): AdmissionResponse {
  const { object, oldObject, operation, kind } = request;
  const { metadata } = object ?? oldObject ?? {};
  const isNamespace = kind.group === '' && kind.kind === 'Namespace';
  const subject = {
    group: kind.group,
    kind: kind.kind,
    name: request.name || metadata?.name,
    generateName: metadata?.generateName,
    namespace: (!isNamespace && request.namespace) || undefined,
    labels: metadata?.labels ?? {},
    namespaceLabels: namespaceObject?.metadata.labels,
  };
  const denials: string[] = [];
  const warnings: string[] = [];
  for (const { constraint, template } of active) {
    const action = actionOf(constraint);
    if (action !== 'deny' && action !== 'warn') continue;
    if (!matchConstraint(constraint.spec?.match ?? {}, subject)) continue;
    const messages = evaluateConstraint(template, constraint, {
      object: operation === 'DELETE' ? null : object,
      oldObject,
      request: { ...request, object: undefined, oldObject: undefined },
      namespaceObject,
    }).map(it => `[${constraint.metadata.name}] ${it}`);
    (action === 'deny' ? denials : warnings).push(...messages);
  }
  return {
    allowed: denials.length === 0,
    ...(denials.length > 0 && {
      status: { code: 403, reason: 'Forbidden', message: denials.join('\n') },
    }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/**
 * The configuration through which the API server asks. Gatekeeper's own asks
 * about everything; this one about the kinds that constraints name, so that no
 * other write has to wait. `undefined` where there is nothing to ask about.
 */
export async function gatekeeperConfiguration(
  active: readonly ActiveConstraint[],
  catalog: ResourceCatalog,
  target: { url: string; caBundle: string },
): Promise<KubernetesObject | undefined> {
  const rules = new Map<string, JsonObject>();
  for (const { constraint } of active) {
    const wanted = constraint.spec?.match?.kinds ?? [];
    if (wanted.length === 0) rules.set('*', rule(['*'], ['*']));
    for (const { apiGroups = [], kinds = [] } of wanted) {
      for (const one of await catalog.ofKinds(apiGroups, kinds)) {
        rules.set(
          `${one.group}/${one.plural}`,
          rule([one.group], [one.plural]),
        );
      }
    }
  }
  if (rules.size === 0) return undefined;
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: {
      name: gatekeeperWebhooks,
      labels: { 'gatekeeper.sh/system': 'yes' },
    },
    webhooks: [
      {
        name: 'validation.gatekeeper.sh',
        admissionReviewVersions: ['v1', 'v1beta1'],
        clientConfig: {
          url: `${target.url}/gatekeeper/v1/admit`,
          caBundle: target.caBundle,
        },
        failurePolicy: 'Ignore',
        matchPolicy: 'Exact',
        namespaceSelector: {
          matchExpressions: [
            { key: 'admission.gatekeeper.sh/ignore', operator: 'DoesNotExist' },
          ],
        },
        objectSelector: {},
        rules: rules.has('*') ? [rule(['*'], ['*'])] : [...rules.values()],
        sideEffects: 'None',
        timeoutSeconds: 3,
      },
    ],
  };
}

function rule(apiGroups: string[], resources: string[]): JsonObject {
  return {
    apiGroups,
    apiVersions: ['*'],
    operations: ['CREATE', 'UPDATE'],
    resources,
    scope: '*',
  };
}
