import type { Outcome, PolicyInput, PolicyProgram } from '../../../cel';
import type { Policy } from './Policy';

/** A verdict of one expression, or of the policy as a whole. */
export interface Failure {
  message: string;
  /** Of the answer, such as `Forbidden`. */
  reason?: string;
  /** Which of the validations; 0 for the policy as a whole. */
  index: number;
}

/** What a policy makes of a request. */
export interface Verdict {
  failures: Failure[];
  auditAnnotations: Record<string, string>;
  /** Audit annotations that could not be made, which refuses the request. */
  auditFailures: string[];
}

/** Longest message an expression may make, in characters. */
const MAX_MESSAGE = 5 * 1024;

/** Evaluates a policy; errors count as failures unless it says to ignore them. */
export function evaluatePolicy(policy: Policy, input: PolicyInput): Verdict {
  const verdict: Verdict = {
    failures: [],
    auditAnnotations: {},
    auditFailures: [],
  };
  const broken = (message: string, index = 0) => {
    if (!policy.failOpen) verdict.failures.push({ message, index });
  };
  const program = policy.program();
  if ('compileError' in program) {
    broken(program.compileError);
    return verdict;
  }
  const run = program.on(input);
  const conditions = evaluateConditions(program.matchConditions, run);
  if (conditions !== true) {
    if (conditions) broken(conditions);
    return verdict;
  }
  program.validations.forEach((validation, index) => {
    const { expression } = validation;
    const outcome = run(validation.run);
    if (outcome.error !== undefined) {
      broken(failedExpression(expression, outcome.error), index);
    } else if (outcome.value !== true) {
      const reason = policy.spec.validations?.[index].reason;
      verdict.failures.push({
        message: messageOf(validation, run),
        index,
        ...(reason && { reason }),
      });
    }
  });
  program.auditAnnotations.forEach(({ key, run: value }, index) => {
    const outcome = run(value);
    if (outcome.error !== undefined) {
      const written = policy.spec.auditAnnotations?.[index].valueExpression;
      if (!policy.failOpen) {
        verdict.auditFailures.push(
          failedExpression(written ?? '', outcome.error),
        );
      }
    } else if (typeof outcome.value === 'string' && outcome.value.trim()) {
      verdict.auditAnnotations[key] = outcome.value.trim();
    }
  });
  return verdict;
}

/**
 * Whether all conditions hold; the words of what went wrong if none is false
 * and some cannot be evaluated.
 */
export function evaluateConditions(
  conditions: PolicyProgram['matchConditions'],
  run: (expression: PolicyProgram['matchConditions'][0]['run']) => Outcome,
): boolean | string {
  const problems: string[] = [];
  for (const condition of conditions) {
    const outcome = run(condition.run);
    if (outcome.error !== undefined) {
      problems.push(failedExpression(condition.expression, outcome.error));
    } else if (outcome.value === false) {
      return false;
    }
  }
  if (problems.length === 0) return true;
  return problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`;
}

function failedExpression(expression: string, error: string): string {
  return `expression '${expression}' resulted in error: ${error}`;
}

function messageOf(
  validation: PolicyProgram['validations'][0],
  run: (expression: PolicyProgram['validations'][0]['run']) => Outcome,
): string {
  const { runMessage, message, expression } = validation;
  if (runMessage) {
    const { value } = run(runMessage);
    const text = typeof value === 'string' ? value.trim() : '';
    if (text && text.length <= MAX_MESSAGE && !text.includes('\n')) return text;
  }
  return message?.trim() || `failed expression: ${expression.trim()}`;
}
