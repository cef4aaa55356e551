import { InputError } from '@backstage/errors';
import type { FieldProblem } from '@cairn/plugin-claims-common';

function summarise(problems: readonly FieldProblem[]): string {
  const [first, ...rest] = problems;
  if (!first) {
    return 'The request is not valid.';
  }
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
  return `${first.field}: ${first.message}${more}`;
}

/**
 * A request that cannot be made as it is. Answered as 400; the error body carries `problems`, each at
 * its field.
 */
export class ClaimInvalidError extends InputError {
  /** Serialised with the error, so that a form can show each at its field. */
  readonly problems: FieldProblem[];

  constructor(problems: FieldProblem[]) {
    super(summarise(problems));
    this.problems = problems;
  }
}
