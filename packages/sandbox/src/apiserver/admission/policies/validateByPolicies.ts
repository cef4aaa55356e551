import { ApiError } from '../../errors';
import type { Draft } from '../../storage/Draft';
import type { StatusCause } from '../../types';
import { type AdmissionAttributes, isExempt } from '../AdmissionAttributes';
import type { AdmissionSession } from '../AdmissionSession';
import {
  asRequested,
  type MatchCriteria,
  type MatchedAs,
  matchRules,
  namespaceSelected,
  objectSelected,
} from '../matchRules';
import { collectParams, ConfigurationError } from './collectParams';
import { expressionInput, namespaceOf } from './expressionInput';
import { evaluatePolicy, type Failure, type Verdict } from './evaluatePolicy';
import type { Binding, Policy } from './Policy';

/** A policy with the bindings that put it to use. */
export interface BoundPolicy {
  policy: Policy;
  bindings: readonly Binding[];
}

interface Denial {
  policy: Policy;
  /** Unset if the policy itself cannot be used. */
  binding?: Binding;
  message: string;
  reason?: string;
}

/** What evaluating needs beside the policies. */
export interface PolicyPhase {
  session: AdmissionSession;
  draft: Draft;
  labelsOf: (namespace: string) => Readonly<Record<string, string>>;
}

/**
 * Holds a request against ValidatingAdmissionPolicies.
 *
 * @throws ApiError of the first denial: 422, or what the validation's reason says
 */
export function validateByPolicies(
  phase: PolicyPhase,
  attributes: AdmissionAttributes,
  policies: readonly BoundPolicy[],
): void {
  if (isExempt(attributes)) return;
  const denials: Denial[] = [];
  for (const { policy, bindings } of policies) {
    const matched = matches(phase, policy.match, attributes);
    if (!matched) continue;
    const problem = paramKindProblem(phase, policy);
    if (problem) {
      if (!policy.failOpen) denials.push({ policy, message: problem });
      continue;
    }
    const annotations = new Map<string, Set<string>>();
    for (const binding of bindings) {
      if (binding.match && !matches(phase, binding.match, attributes, true)) {
        continue;
      }
      for (const verdict of verdicts(phase, attributes, matched, {
        policy,
        binding,
        denials,
      })) {
        pronounce(phase.session, policy, binding, verdict, denials);
        for (const [key, value] of Object.entries(verdict.auditAnnotations)) {
          annotations.set(key, (annotations.get(key) ?? new Set()).add(value));
        }
      }
    }
    for (const [key, values] of annotations) {
      phase.session.annotate(`${policy.name}/${key}`, [...values].join(', '));
    }
  }
  if (denials.length > 0) throw refusal(attributes, denials[0]);
}

/** What is wrong with the kind of the parameters, if anything. */
function paramKindProblem(
  { session }: PolicyPhase,
  { spec }: Policy,
): string | undefined {
  if (!spec.paramKind) return undefined;
  const { apiVersion = '', kind = '' } = spec.paramKind;
  return session.control.services.registry.findKind(apiVersion, kind)
    ? undefined
    : `failed to configure policy: failed to find resource referenced by paramKind: '${apiVersion}, Kind=${kind}'`;
}

/** One verdict for each parameter object. */
function verdicts(
  { session, draft }: PolicyPhase,
  attributes: AdmissionAttributes,
  matched: MatchedAs,
  of: { policy: Policy; binding: Binding; denials: Denial[] },
): Verdict[] {
  const { policy, binding, denials } = of;
  const { registry, authorizer } = session.control.services;
  try {
    const params = collectParams({
      paramKind: policy.spec.paramKind,
      paramRef: binding.paramRef,
      namespace: attributes.namespace,
      draft,
      registry,
    });
    const input = {
      ...expressionInput(attributes, matched, authorizer),
      namespaceObject: namespaceOf(draft, attributes),
    };
    return params.map(one => evaluatePolicy(policy, { ...input, params: one }));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    if (!policy.failOpen) {
      denials.push({
        policy,
        binding,
        message: `failed to configure binding: ${error.message}`,
      });
    }
    return [];
  }
}

/** Denies, warns or notes, as the binding says. */
function pronounce(
  session: AdmissionSession,
  policy: Policy,
  binding: Binding,
  verdict: Verdict,
  denials: Denial[],
): void {
  for (const failure of verdict.failures) {
    const { message, reason } = failure;
    for (const action of binding.actions) {
      if (action === 'Deny') {
        denials.push({ policy, binding, message, ...(reason && { reason }) });
      } else if (action === 'Warn') {
        session.request.warn(
          `Validation failed for ValidatingAdmissionPolicy '${policy.name}' with binding '${binding.name}': ${message}`,
        );
      } else {
        session.annotate(
          'validation.policy.admission.k8s.io/validation_failure',
          auditValue(binding, failure),
        );
      }
    }
  }
  for (const message of verdict.auditFailures) {
    denials.push({ policy, binding, message });
  }
}

function auditValue(binding: Binding, { message, index }: Failure): string {
  return JSON.stringify([
    {
      message,
      policy: binding.policyName,
      binding: binding.name,
      expressionIndex: index,
      validationActions: binding.actions,
    },
  ]);
}

/** @param open - without rules of its own everything matches */
function matches(
  { session, labelsOf }: PolicyPhase,
  criteria: MatchCriteria,
  attributes: AdmissionAttributes,
  open = false,
): MatchedAs | undefined {
  const { registry } = session.control.services;
  const { rules, excludeRules = [], matchPolicy } = criteria;
  if (
    !namespaceSelected(criteria.namespaceSelector, attributes, labelsOf) ||
    !objectSelected(criteria.objectSelector, attributes) ||
    matchRules(excludeRules, attributes, matchPolicy, registry)
  ) {
    return undefined;
  }
  return open && rules.length === 0
    ? asRequested(attributes)
    : matchRules(rules, attributes, matchPolicy, registry);
}

const CODES: Record<string, number> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
};

function refusal(
  { type, name, object }: AdmissionAttributes,
  { policy, binding, message, reason = 'Invalid' }: Denial,
): ApiError {
  const by = binding ? ` with binding '${binding.name}'` : '';
  const text = `ValidatingAdmissionPolicy '${policy.name}'${by} denied request: ${message}`;
  const shown = name || object?.metadata.generateName || 'Unknown';
  const { status } = ApiError.forbidden(
    { group: type.group, kind: type.plural },
    shown,
    text,
  );
  return ApiError.custom({
    code: CODES[reason] ?? 422,
    reason,
    message: status.message ?? text,
    details: {
      ...status.details,
      causes: [{ message: text } as StatusCause],
    },
  });
}
