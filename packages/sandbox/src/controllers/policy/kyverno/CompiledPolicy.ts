import {
  compileProgram,
  type MatchResources,
  type PolicyProgram,
} from '../../../cel';
import { autogenConfigs } from './autogen';
import type {
  PolicyException,
  ValidatingPolicy,
  ValidatingPolicySpec,
} from './types';

/** A policy for one set of kinds: as written, or carried over to pod controllers. */
export interface PolicyPart {
  match: MatchResources;
  program: PolicyProgram;
}

/** An exception with its conditions compiled. */
export interface CompiledException {
  exception: PolicyException;
  program: PolicyProgram;
}

/** A policy ready to be evaluated. */
export interface CompiledPolicy {
  policy: ValidatingPolicy;
  spec: ValidatingPolicySpec;
  /** `name`, or `namespace/name`. */
  name: string;
  parts: PolicyPart[];
  exceptions: CompiledException[];
}

/** Kyverno is as strict about types as the API server. */
const programOptions = { strict: true };

/**
 * Compiles a policy, what autogen makes of it, and the exceptions that name it.
 *
 * @throws PolicyCompileError
 */
export function compilePolicy(
  policy: ValidatingPolicy,
  exceptions: readonly PolicyException[] = [],
): CompiledPolicy {
  const { namespace, name = '' } = policy.metadata;
  const spec = policy.spec ?? {};
  const specs = [
    spec,
    ...Object.values(autogenConfigs(spec)).map(it => it.spec),
  ];
  return {
    policy,
    spec,
    name: namespace ? `${namespace}/${name}` : name,
    parts: specs.map(one => ({
      match: one.matchConstraints ?? {},
      program: compileProgram(one, programOptions),
    })),
    exceptions: exceptions
      .filter(one => refersTo(one, policy))
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
      .map(exception => ({
        exception,
        program: compileProgram(
          { matchConditions: exception.spec?.matchConditions },
          programOptions,
        ),
      })),
  };
}

/** Whether background scans look at the policy. */
export function isForBackground({ spec }: ValidatingPolicy): boolean {
  return spec?.evaluation?.background?.enabled ?? true;
}

/** Whether admission looks at the policy. */
export function isForAdmission({ spec }: ValidatingPolicy): boolean {
  return spec?.evaluation?.admission?.enabled ?? true;
}

/** Whether an exception names the policy. */
export function refersTo(
  exception: PolicyException,
  policy: ValidatingPolicy,
): boolean {
  return (exception.spec?.policyRefs ?? []).some(
    ({ name, kind }) => name === policy.metadata.name && kind === policy.kind,
  );
}

function nameOf({ metadata }: PolicyException): string {
  return `${metadata.namespace}/${metadata.name}`;
}
