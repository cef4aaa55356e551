import type { KubeObject } from '../../types';
import { age, listOf, partOf, type Printer, textAt } from './cells';

const webhooks: Printer = (object, now) => [
  object.metadata.name,
  listOf(object, 'webhooks').length,
  age(object, now),
];

function paramKind(object: KubeObject): string {
  const { apiVersion, kind } = partOf(object, 'spec.paramKind');
  return kind ? `${String(apiVersion)}/${String(kind)}` : '<unset>';
}

function paramRef(object: KubeObject): string {
  const { name, namespace, selector } = partOf(object, 'spec.paramRef');
  if (name)
    return namespace
      ? `${String(namespace)}/${String(name)}`
      : `*/${String(name)}`;
  return selector ? goSelector(selector as object) : '<unset>';
}

/** A label selector as Go prints it. */
function goSelector(selector: object): string {
  const labels = Object.entries(partOf(selector, 'matchLabels'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${String(value)},`)
    .join('');
  const terms = listOf(selector, 'matchExpressions')
    .map(
      ({ key, operator, values }) =>
        `LabelSelectorRequirement{Key:${String(key)},Operator:${String(
          operator,
        )},Values:[${((values ?? []) as string[]).join(' ')}],},`,
    )
    .join('');
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${terms}},}`;
}

/** Printers of what admission is set up by, by resource. */
export const printAdmission: Record<string, Printer> = {
  'validatingadmissionpolicies.admissionregistration.k8s.io': (object, now) => [
    object.metadata.name,
    listOf(object, 'spec.validations').length,
    paramKind(object),
    age(object, now),
  ],
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': (
    object,
    now,
  ) => [
    object.metadata.name,
    textAt(object, 'spec.policyName'),
    paramRef(object),
    age(object, now),
  ],
  'validatingwebhookconfigurations.admissionregistration.k8s.io': webhooks,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': webhooks,
};
