import { renderDeploy } from '@cairn/plugin-golden-paths-common';
import { FINE, FOUND } from '../io/exitCodes';
import type { Terminal } from '../io/Terminal';
import { readScoreInput, type ScoreOptions } from './scoreInput';
import { count, writeProblems } from './writeProblems';

/** `cairn score validate` */
export async function validateScore(
  terminal: Terminal,
  file: string,
  options: ScoreOptions,
): Promise<number> {
  const input = await readScoreInput(terminal, file, options);
  const { problems } = renderDeploy(input);
  const { errors, warnings } = writeProblems(terminal, problems);
  if (errors > 0) {
    terminal.err(
      `${input.scoreFile}: ${count(errors, 'error')}, ${count(
        warnings,
        'warning',
      )}`,
    );
    return FOUND;
  }
  terminal.out(
    `${input.scoreFile} is in order${
      warnings > 0 ? `, with ${count(warnings, 'warning')}` : ''
    }.`,
  );
  return FINE;
}
