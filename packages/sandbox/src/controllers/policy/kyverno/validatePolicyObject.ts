import {
  compileProgram,
  type ExpressionProblem,
  PolicyCompileError,
} from '../../../cel';
import type {
  AdmissionRequest,
  AdmissionResponse,
} from '../webhook/admissionTypes';
import { compilePolicy } from './CompiledPolicy';
import type { PolicyException, ValidatingPolicy } from './types';

/** Refuses policies that do not compile, in Kyverno's words. */
export function reviewPolicy({ object }: AdmissionRequest): AdmissionResponse {
  try {
    if (object) compilePolicy(object as unknown as ValidatingPolicy);
    return { allowed: true };
  } catch (error) {
    if (!(error instanceof PolicyCompileError)) throw error;
    const intro =
      '<nil>: Internal error: validating policy compiler 1.0 error: failed to compile policy';
    const problems = error.problems.map(it => ({ ...it, text: invalid(it) }));
    return {
      allowed: false,
      status: {
        code: 400,
        message: `[${[intro, ...problems.map(it => it.text)].join(', ')}]`,
      },
      warnings: [
        intro,
        ...problems.filter(it => it.wrongType).map(it => it.text),
      ],
    };
  }
}

/** Refuses exceptions whose conditions do not compile. */
export function reviewException({
  object,
}: AdmissionRequest): AdmissionResponse {
  try {
    const { spec } = (object ?? {}) as unknown as PolicyException;
    compileProgram(
      { matchConditions: spec?.matchConditions },
      { strict: true },
    );
    return { allowed: true };
  } catch (error) {
    if (!(error instanceof PolicyCompileError)) throw error;
    const message = error.problems.map(invalid).join(', ');
    return { allowed: false, status: { code: 400, message } };
  }
}

function invalid(problem: ExpressionProblem): string {
  const { path, expression, message } = problem;
  // Where the API server says what it got, Kyverno says what it wants.
  const said = message.replace(
    /^must evaluate to (\w+).*$/,
    'output is expected to be of type $1',
  );
  return `spec.${path}: Invalid value: ${JSON.stringify(expression)}: ${said}`;
}
