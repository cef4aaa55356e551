import {
  compileProgram,
  PolicyCompileError,
  type PolicyProgram,
  type PolicySource,
} from '../../../cel';
import { parseShared } from '../../registry/parsedCache';
import type { StoredObject } from '../../storage/StoredObject';
import type { LabelSelector, MatchCriteria, MatchRule } from '../matchRules';
import { declareAuthorizer } from './authorizerLibrary';

/** `matchConstraints` and `matchResources` as they are written. */
export interface WrittenMatch {
  resourceRules?: MatchRule[];
  excludeResourceRules?: MatchRule[];
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  matchPolicy?: string;
}

/** `spec` of a ValidatingAdmissionPolicy. */
export interface PolicySpec extends PolicySource {
  paramKind?: { apiVersion?: string; kind?: string };
  matchConstraints?: WrittenMatch;
  failurePolicy?: string;
  validations?: {
    expression: string;
    message?: string;
    messageExpression?: string;
    reason?: string;
  }[];
}

/** What a binding takes its parameters from. */
export interface ParamRef {
  name?: string;
  namespace?: string;
  selector?: LabelSelector;
  parameterNotFoundAction?: string;
}

/** A binding, ready for use. */
export interface Binding {
  name: string;
  policyName: string;
  actions: string[];
  paramRef?: ParamRef;
  match?: MatchCriteria;
}

/** A policy, ready for use. */
export interface Policy {
  name: string;
  spec: PolicySpec;
  match: MatchCriteria;
  /** Under `Ignore`, what cannot be evaluated is let through. */
  failOpen: boolean;
  /** Compiled at first use; what went wrong if it does not compile. */
  program: () => PolicyProgram | { compileError: string };
}

const policies = new WeakMap<StoredObject, Policy>();

/** The policy of a stored object, made ready once for each of its versions. */
export function policyOf(stored: StoredObject): Policy {
  let policy = policies.get(stored);
  if (!policy) {
    const spec = (parseShared(stored).spec ?? {}) as PolicySpec;
    let program: ReturnType<Policy['program']> | undefined;
    policy = {
      name: stored.name,
      spec,
      match: criteria(spec.matchConstraints ?? {}),
      failOpen: spec.failurePolicy === 'Ignore',
      program: () => {
        program ??= compile(spec);
        return program;
      },
    };
    policies.set(stored, policy);
  }
  return policy;
}

/** The binding of a stored object. */
export function bindingOf(stored: StoredObject): Binding {
  const { policyName, validationActions, paramRef, matchResources } =
    (parseShared(stored).spec ?? {}) as {
      policyName?: string;
      validationActions?: string[];
      paramRef?: ParamRef;
      matchResources?: WrittenMatch;
    };
  return {
    name: stored.name,
    policyName: policyName ?? '',
    actions: validationActions ?? [],
    ...(paramRef && { paramRef }),
    ...(matchResources && { match: criteria(matchResources) }),
  };
}

/**
 * Compiles the expressions of a policy as the API server does.
 *
 * @throws PolicyCompileError
 */
export function compilePolicy(spec: PolicySpec): PolicyProgram {
  return compileProgram(spec, {
    strict: true,
    namesBrokenVariable: true,
    inputs: spec.paramKind ? ['params'] : [],
    authorizer: declareAuthorizer,
  });
}

function compile(spec: PolicySpec): ReturnType<Policy['program']> {
  try {
    return compilePolicy(spec);
  } catch (error) {
    if (!(error instanceof PolicyCompileError)) throw error;
    return { compileError: error.message };
  }
}

function criteria(match: WrittenMatch): MatchCriteria {
  const { resourceRules = [], excludeResourceRules, ...rest } = match;
  return {
    ...rest,
    rules: resourceRules,
    ...(excludeResourceRules && { excludeRules: excludeResourceRules }),
  };
}
