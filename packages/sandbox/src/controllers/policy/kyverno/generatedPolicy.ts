import type { JsonObject, KubernetesObject } from '../../runtime';
import { managedByKyverno } from './buildReport';
import { isForAdmission, refersTo } from './CompiledPolicy';
import type { PolicyException, ValidatingPolicy } from './types';

const ADMISSION = 'admissionregistration.k8s.io/v1';

/**
 * Whether a policy is handed to the API server as a ValidatingAdmissionPolicy
 * instead of being asked by webhook. One with exceptions is not: the API server
 * knows none.
 */
export function isGenerated(
  policy: ValidatingPolicy,
  exceptions: readonly PolicyException[],
): boolean {
  const { metadata, spec } = policy;
  return (
    spec?.autogen?.validatingAdmissionPolicy?.enabled === true &&
    metadata.namespace === undefined &&
    isForAdmission(policy) &&
    !exceptions.some(it => refersTo(it, policy))
  );
}

/** The ValidatingAdmissionPolicy and its binding that Kyverno makes of a policy. */
export function generatedPolicy(policy: ValidatingPolicy): KubernetesObject[] {
  const { kind, metadata, spec = {} } = policy;
  const name = `vpol-${metadata.name}`;
  const shared = {
    labels: managedByKyverno,
    ownerReferences: [
      {
        apiVersion: policy.apiVersion,
        kind,
        name: metadata.name ?? '',
        uid: metadata.uid ?? '',
      },
    ],
  };
  const { matchConditions, variables, validations, auditAnnotations } = spec;
  return [
    {
      apiVersion: ADMISSION,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name, ...shared },
      spec: {
        failurePolicy: spec.failurePolicy ?? 'Fail',
        matchConstraints: spec.matchConstraints,
        ...(matchConditions && { matchConditions }),
        ...(variables && { variables }),
        validations,
        ...(auditAnnotations && { auditAnnotations }),
      } as unknown as JsonObject,
    },
    {
      apiVersion: ADMISSION,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: `${name}-binding`, ...shared },
      spec: {
        policyName: name,
        validationActions: spec.validationActions ?? ['Deny'],
      },
    },
  ];
}
