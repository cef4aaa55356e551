import type { Terminal } from '../io/Terminal';

/** A problem as both kinds of files have it. */
interface Problem {
  severity: 'error' | 'warning';
  file: string;
  line: number;
  column: number;
  field: string;
  message: string;
  mend: string;
}

/** One line for each problem, in the form editors and CI can follow; then how many there are. */
export function writeProblems(
  terminal: Terminal,
  problems: readonly Problem[],
): { errors: number; warnings: number } {
  for (const problem of problems) {
    const { severity, file, line, column, field, message, mend } = problem;
    const what = field ? `${field}: ` : '';
    terminal.err(
      `${file}:${line}:${column}: ${severity}: ${what}${message} ${mend}`,
    );
  }
  const errors = problems.filter(it => it.severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}

/** `1 error`, `3 errors`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
