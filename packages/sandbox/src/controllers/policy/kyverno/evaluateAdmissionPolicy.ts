import {
  compileProgram,
  matchResources,
  matchRule,
  matchSelectors,
  type MatchResources,
  type MatchSubject,
  type PolicyInput,
  type PolicyProgram,
  type PolicySource,
} from '../../../cel';
import type { KubernetesObject } from '../../runtime';
import { describe } from './evaluatePolicy';
import type { ReportResult, ResultStatus } from './types';

/** Switches results of a ValidatingAdmissionPolicy on. */
export const reportingLabel = 'reports.kyverno.io/enabled';

/** A ValidatingAdmissionPolicy with the bindings that name it. */
export interface CompiledAdmissionPolicy {
  policy: KubernetesObject;
  match: MatchResources;
  program: PolicyProgram;
  bindings: { name: string; match?: MatchResources }[];
}

/**
 * Compiles a policy of Kubernetes for the background scan.
 *
 * @returns `undefined` for those that are not to be reported, or need parameters
 * @throws PolicyCompileError
 */
export function compileAdmissionPolicy(
  policy: KubernetesObject,
  bindings: readonly KubernetesObject[],
): CompiledAdmissionPolicy | undefined {
  if (policy.metadata.labels?.[reportingLabel] !== 'true') return undefined;
  // The server checked the shape when the policy was written.
  const spec = (policy.spec ?? {}) as unknown as PolicySource & {
    matchConstraints?: MatchResources;
    paramKind?: object;
  };
  if (spec.paramKind) return undefined;
  return {
    policy,
    match: spec.matchConstraints ?? {},
    program: compileProgram(spec, {
      strict: true,
      namesBrokenVariable: true,
    }),
    bindings: bindings
      .filter(it => it.spec?.policyName === policy.metadata.name)
      .map(it => ({
        name: it.metadata.name ?? '',
        match: it.spec?.matchResources as MatchResources | undefined,
      })),
  };
}

/**
 * Evaluates a policy of Kubernetes as Kyverno's scan does: once for each binding
 * that takes the subject, and without a binding all the same.
 */
export function evaluateAdmissionPolicy(
  compiled: CompiledAdmissionPolicy,
  subject: MatchSubject,
  input: PolicyInput,
  context: { process: string; now: Date },
): ReportResult[] {
  if (!matchResources(compiled.match, subject)) return [];
  const { name = '' } = compiled.policy.metadata;
  const verdict = validate(compiled.program, input);
  if (!verdict) return [];
  const result = (properties: Record<string, string>): ReportResult => ({
    source: 'ValidatingAdmissionPolicy',
    policy: name,
    rule: name,
    result: verdict.status,
    ...(verdict.message && { message: verdict.message }),
    ...describe(compiled.policy),
    scored: true,
    properties: { ...properties, process: context.process },
    timestamp: { seconds: Math.floor(context.now.getTime() / 1000), nanos: 0 },
  });
  if (compiled.bindings.length === 0) return [result({})];
  return compiled.bindings
    .filter(({ match }) => !match || bindingTakes(match, subject))
    .map(binding => result({ binding: binding.name }));
}

function bindingTakes(match: MatchResources, subject: MatchSubject): boolean {
  const { resourceRules, excludeResourceRules = [] } = match;
  return (
    (!resourceRules?.length ||
      resourceRules.some(rule => matchRule(rule, subject))) &&
    !excludeResourceRules.some(rule => matchRule(rule, subject)) &&
    matchSelectors(match, subject)
  );
}

function validate(
  program: PolicyProgram,
  input: PolicyInput,
): { status: ResultStatus; message?: string } | undefined {
  const evaluate = program.on(input);
  for (const { run } of program.matchConditions) {
    const { value, error } = evaluate(run);
    if (error !== undefined) return { status: 'error', message: error };
    if (value !== true) return undefined;
  }
  for (const { run, runMessage, message, expression } of program.validations) {
    const { value, error } = evaluate(run);
    if (error !== undefined) {
      return {
        status: 'error',
        message: `expression '${expression}' resulted in error: ${error}`,
      };
    }
    if (value === true) continue;
    const made = runMessage && evaluate(runMessage).value;
    return {
      status: 'fail',
      message:
        typeof made === 'string' && made.trim()
          ? made
          : message ?? `failed expression: ${expression.trim()}`,
    };
  }
  return { status: 'pass' };
}
