import type { Environment, ParseResult } from '@marcbachmann/cel-js';
import { celProblem, toCel } from './celValues';
import {
  compileExpression,
  ExpressionError,
  type WantedType,
} from './compileExpression';
import { declareAdmissionTypes } from './admissionTypes';
import { objectEnvironment, policyEnvironment } from './policyEnvironment';

/** The expressions of a policy, as in the specs of all CEL policies. */
export interface PolicySource {
  matchConditions?: { name: string; expression: string }[];
  variables?: { name: string; expression: string }[];
  validations?: {
    expression: string;
    message?: string;
    messageExpression?: string;
  }[];
  auditAnnotations?: { key: string; valueExpression: string }[];
}

/** What the expressions look at, as JSON. Absent means null. */
export interface PolicyInput {
  object?: unknown;
  oldObject?: unknown;
  request?: unknown;
  namespaceObject?: unknown;
  params?: unknown;
  /** Given to expressions as it is; needs {@link ProgramOptions.authorizer}. */
  authorizer?: unknown;
}

/** How policies of a kind are compiled. */
export interface ProgramOptions {
  /** More names that stand for values, such as `params`. */
  inputs?: string[];
  /**
   * Whether an error inside a variable says which one it was, as Kubernetes'
   * own policies do; others pass the bare error on.
   */
  namesBrokenVariable?: boolean;
  /** Whether match conditions may use the variables. */
  variablesInConditions?: boolean;
  /**
   * As the API server's own policies: `request` and `namespaceObject` have
   * types, a value of unknown type is not taken for a boolean or a text, and
   * there are no `variables` unless some are declared.
   */
  strict?: boolean;
  /** Declares `authorizer`, which messages do not have. */
  authorizer?: (environment: Environment) => void;
}

/** One expression that does not compile. */
export interface ExpressionProblem {
  /** Below `spec`, such as `validations[0].expression`. */
  path: string;
  expression: string;
  message: string;
  wrongType: boolean;
}

/** Thrown when expressions of a policy do not compile. */
export class PolicyCompileError extends Error {
  constructor(readonly problems: ExpressionProblem[]) {
    super(problems.map(one => `spec.${one.path}: ${one.message}`).join('; '));
    this.name = 'PolicyCompileError';
  }
}

/** What an expression came to. */
export type Outcome =
  | { value: unknown; error?: undefined }
  | { value?: undefined; error: string };

/** A compiled policy: its expressions in the order they were written. */
export interface PolicyProgram {
  matchConditions: { name: string; expression: string; run: ParseResult }[];
  validations: {
    expression: string;
    message?: string;
    run: ParseResult;
    runMessage?: ParseResult;
  }[];
  auditAnnotations: { key: string; run: ParseResult }[];
  /** Fixes what the expressions look at. Variables are evaluated once, at first use. */
  on(input: PolicyInput): (run: ParseResult) => Outcome;
}

/** An error of a variable on its way through the expression that uses it. */
class VariableError extends Error {}

/** Names of types that may be declared for a variable as they are. */
const simpleTypes = new Set(['bool', 'int', 'uint', 'double', 'string']);

/**
 * Compiles all expressions of a policy.
 *
 * @throws PolicyCompileError with every expression that does not compile
 */
export function compileProgram(
  source: PolicySource,
  options: ProgramOptions = {},
): PolicyProgram {
  const problems: ExpressionProblem[] = [];
  const bare = (
    options.strict ? objectEnvironment : policyEnvironment
  )().clone();
  const convert = options.strict
    ? declareAdmissionTypes(bare)
    : { request: toCel, namespaceObject: toCel };
  for (const name of options.inputs ?? []) bare.registerVariable(name, 'dyn');
  const plain = bare.clone();
  options.authorizer?.(plain);

  const attempt = (
    path: string,
    expression: string,
    wanted: WantedType,
    environment: Environment,
  ): ParseResult | undefined => {
    try {
      return compileExpression(expression, wanted, environment, options.strict);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const { message, wrongType } = error;
      problems.push({ path, expression, message, wrongType });
      return undefined;
    }
  };

  // One class for all environments: each knows what `variables` is by it.
  const Variables = class {};
  const declare = (fields: Record<string, string>, from = plain) =>
    from
      .clone()
      .registerType('PolicyVariables', { ctor: Variables, fields })
      .registerVariable('variables', 'PolicyVariables');
  const fields: Record<string, string> = {};
  const variables: { name: string; run: ParseResult }[] = [];
  const composed = !options.strict || (source.variables ?? []).length > 0;
  let environment = composed ? declare({}) : plain;
  (source.variables ?? []).forEach(({ name, expression }, i) => {
    const path = `variables[${i}].expression`;
    const run = attempt(path, expression, 'dyn', environment);
    if (!run) return;
    const { type } = run.check();
    fields[name] = type && simpleTypes.has(type) ? type : 'dyn';
    variables.push({ name, run });
    environment = declare({ ...fields });
  });
  const complete = environment;
  const forMessages = composed ? declare({ ...fields }, bare) : bare;

  const matchConditions = (source.matchConditions ?? []).flatMap(
    ({ name, expression }, i) => {
      const run = attempt(
        `matchConditions[${i}].expression`,
        expression,
        'bool',
        options.variablesInConditions ? complete : plain,
      );
      return run ? [{ name, expression, run }] : [];
    },
  );
  const validations = (source.validations ?? []).flatMap((one, i) => {
    const path = `validations[${i}]`;
    const { expression, message, messageExpression } = one;
    const run = attempt(`${path}.expression`, expression, 'bool', complete);
    const runMessage = messageExpression
      ? attempt(
          `${path}.messageExpression`,
          messageExpression,
          'string',
          forMessages,
        )
      : undefined;
    return run ? [{ expression, message, run, runMessage }] : [];
  });
  const auditAnnotations = (source.auditAnnotations ?? []).flatMap(
    ({ key, valueExpression }, i) => {
      const path = `auditAnnotations[${i}].valueExpression`;
      const wanted = options.strict ? 'string or null' : 'dyn';
      const run = attempt(path, valueExpression, wanted, complete);
      return run ? [{ key, run }] : [];
    },
  );
  if (problems.length > 0) throw new PolicyCompileError(problems);

  const evaluate = (run: ParseResult, context: object): Outcome => {
    try {
      return { value: run(context) };
    } catch (error) {
      return { error: celProblem(error) };
    }
  };

  return {
    matchConditions,
    validations,
    auditAnnotations,
    on(input) {
      const context: Record<string, unknown> = {
        object: toCel(input.object),
        oldObject: toCel(input.oldObject),
        request: convert.request(input.request),
        namespaceObject: convert.namespaceObject(input.namespaceObject),
        ...(options.authorizer && { authorizer: input.authorizer }),
      };
      for (const name of options.inputs ?? []) {
        context[name] = toCel((input as Record<string, unknown>)[name]);
      }
      const values = new Variables();
      context.variables = values;
      for (const { name, run } of variables) {
        defineLazily(values, name, () => {
          const outcome = evaluate(run, context);
          if (outcome.error === undefined) return outcome.value;
          throw new VariableError(
            options.namesBrokenVariable
              ? `composited variable "${name}" fails to evaluate: ${outcome.error}`
              : outcome.error,
          );
        });
      }
      return run => evaluate(run, context);
    },
  };
}

function defineLazily(target: object, name: string, make: () => unknown): void {
  let made: { value: unknown } | { error: unknown } | undefined;
  Object.defineProperty(target, name, {
    enumerable: true,
    get() {
      if (!made) {
        try {
          made = { value: make() };
        } catch (error) {
          made = { error };
        }
      }
      if ('error' in made) throw made.error;
      return made.value;
    },
  });
}
