import type { PolicyInput } from '../../../cel';
import type { CompiledTemplate } from './compileTemplate';
import type { Constraint } from './types';

/**
 * What a constraint finds wrong with an object it matches: one message for each
 * validation that does not hold.
 */
export function evaluateConstraint(
  { program, ignoresErrors }: CompiledTemplate,
  constraint: Constraint,
  input: PolicyInput,
): string[] {
  const evaluate = program.on({ ...input, params: constraint });
  const failed = (expression: string, error: string) =>
    ignoresErrors
      ? []
      : [`expression '${expression}' resulted in error: ${error}`];
  for (const { run, expression } of program.matchConditions) {
    const { value, error } = evaluate(run);
    if (error !== undefined) return failed(expression, error);
    if (value !== true) return [];
  }
  return program.validations.flatMap(
    ({ run, runMessage, message, expression }) => {
      const { value, error } = evaluate(run);
      if (error !== undefined) return failed(expression, error);
      if (value === true) return [];
      const made = runMessage && evaluate(runMessage).value;
      if (typeof made === 'string' && made.trim() !== '') return [made];
      return [message || `failed expression: ${expression.trim()}`];
    },
  );
}
