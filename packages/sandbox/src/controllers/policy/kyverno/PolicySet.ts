import type { MatchSubject } from '../../../cel';
import type { KubernetesObject } from '../../runtime';
import {
  compilePolicy,
  type CompiledPolicy,
  isForBackground,
} from './CompiledPolicy';
import {
  compileAdmissionPolicy,
  type CompiledAdmissionPolicy,
  evaluateAdmissionPolicy,
} from './evaluateAdmissionPolicy';
import { evaluatePolicy, toResult } from './evaluatePolicy';
import type { PolicyException, ReportResult, ValidatingPolicy } from './types';

/** Everything a background scan evaluates. */
export interface PolicySet {
  policies: CompiledPolicy[];
  admissionPolicies: CompiledAdmissionPolicy[];
}

/** An object and where it lives, as the scan sees it. */
export interface ScanSubject {
  object: KubernetesObject;
  /** The plural of its kind. */
  resource: string;
  namespaceObject: KubernetesObject | undefined;
  now: Date;
}

/**
 * Compiles all that background scans look at.
 *
 * @throws PolicyCompileError for the first policy that does not compile
 */
export function compilePolicySet(sources: {
  policies: readonly ValidatingPolicy[];
  exceptions: readonly PolicyException[];
  admissionPolicies: readonly KubernetesObject[];
  bindings: readonly KubernetesObject[];
}): PolicySet {
  return {
    policies: sources.policies
      .filter(isForBackground)
      .map(policy => compilePolicy(policy, sources.exceptions)),
    admissionPolicies: sources.admissionPolicies.flatMap(policy => {
      const compiled = compileAdmissionPolicy(policy, sources.bindings);
      return compiled ? [compiled] : [];
    }),
  };
}

/** All results for a subject; none where no policy has anything to say. */
export function evaluateSubject(
  set: PolicySet,
  { object, resource, namespaceObject, now }: ScanSubject,
): ReportResult[] {
  const match = matchSubjectOf(object, resource, namespaceObject);
  const input = {
    object,
    request: backgroundRequest(object, match),
    namespaceObject,
  };
  const context = { process: 'background scan', now };
  return [
    ...set.policies.flatMap(compiled => {
      const verdict = evaluatePolicy(compiled, match, input);
      return verdict ? [toResult(compiled, verdict, context)] : [];
    }),
    ...set.admissionPolicies.flatMap(compiled =>
      evaluateAdmissionPolicy(compiled, match, input, context),
    ),
  ];
}

/** How policies find out whether they are meant. */
export function matchSubjectOf(
  object: KubernetesObject,
  resource: string,
  namespaceObject: KubernetesObject | undefined,
): MatchSubject {
  const [group, version] = splitApiVersion(object.apiVersion);
  const { name, namespace, labels = {} } = object.metadata;
  const isNamespace = object.apiVersion === 'v1' && object.kind === 'Namespace';
  return {
    group,
    version,
    resource,
    name,
    namespace,
    labels: [labels],
    namespaceLabels: isNamespace
      ? labels
      : namespaceObject && (namespaceObject.metadata.labels ?? {}),
  };
}

/** `apps/v1` is group `apps`, version `v1`; `v1` has the empty group. */
export function splitApiVersion(apiVersion: string): [string, string] {
  const [first, second] = apiVersion.split('/');
  return second === undefined ? ['', first] : [first, second];
}

/** What `request` is where there is none: a creation of the object. */
function backgroundRequest(
  object: KubernetesObject,
  { group, version, resource, name, namespace }: MatchSubject,
) {
  return {
    uid: '',
    kind: { group, version, kind: object.kind },
    resource: { group, version, resource },
    operation: 'CREATE',
    name,
    namespace: namespace ?? '',
    userInfo: {},
    dryRun: false,
  };
}
