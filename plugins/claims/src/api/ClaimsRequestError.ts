import type { FieldProblem } from '@cairn/plugin-claims-common';

/** The backend refused a request for what it contains; `problems` says what, at which field. */
export class ClaimsRequestError extends Error {
  readonly problems: FieldProblem[];

  constructor(message: string, problems: FieldProblem[]) {
    super(message);
    this.name = 'ClaimsRequestError';
    this.problems = problems;
  }
}
