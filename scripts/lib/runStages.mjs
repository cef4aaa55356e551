// Runs the stages of a test command one after the other, says how each ended, and adds them up.
import { parseArgs } from 'node:util';
import { Failure, bold, dim, duration, green, line, red } from './say.mjs';

/**
 * How a stage ended: how much passed, failed and was skipped, and why.
 * @typedef {{ passed: number, failed: number, skipped: number, notes?: string[], detail?: string }} Outcome
 */

/** @type {(passed?: number) => Outcome} */
export const passed = (count = 1) => ({ passed: count, failed: 0, skipped: 0 });

/** @type {(reason: string, count?: number) => Outcome} What could not run, and why. */
export const skipped = (reason, count = 1) => ({
  passed: 0,
  failed: 0,
  skipped: count,
  notes: [reason],
});

/** @type {(detail: string) => Outcome} */
export const failed = detail => ({ passed: 0, failed: 1, skipped: 0, detail });

/**
 * @param {string[]} argv may hold `--only stage,...`
 * @param {string[]} names all stages in their order
 * @param {import('node:util').ParseArgsConfig['options']} [more] options of the command's own
 * @returns {{ stages: string[], values: Record<string, any> }}
 */
export function readStages(argv, names, more = {}) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        ...more,
      },
    }));
  } catch (error) {
    throw new Failure(error.message);
  }
  const wanted = values.only.flatMap(text => text.split(','));
  const unknown = wanted.find(name => !names.includes(name));
  if (unknown) {
    throw new Failure(
      `there is no stage '${unknown}'; there are ${names.join(', ')}.`,
    );
  }
  return {
    stages:
      wanted.length > 0 ? names.filter(name => wanted.includes(name)) : names,
    values,
  };
}

/** Prints how a stage ended. @param {Outcome} outcome @param {number} took milliseconds */
function report(name, outcome, took, width) {
  const { notes = [], detail } = outcome;
  const mark = outcome.failed > 0 ? red('✗') : green('✓');
  line(
    `  ${mark} ${bold(name.padEnd(width))} ${counts(outcome)} ${dim(
      duration(took),
    )}`,
  );
  for (const note of notes) line(`      ${note}`);
  if (outcome.failed > 0 && detail) line(`\n${detail}\n`);
}

const counts = outcome =>
  [
    `${outcome.passed} passed`,
    `${outcome.failed} failed`,
    ...(outcome.skipped > 0 ? [`${outcome.skipped} skipped`] : []),
  ].join(', ');

/** The line with which a test command closes. */
export const closingLine = outcome => counts(outcome);

/**
 * Runs one stage; a stage that throws has failed.
 *
 * @param {string} name
 * @param {() => Promise<Outcome>} run
 * @param {number} width of the column of names
 * @returns {Promise<Outcome & { name: string, milliseconds: number }>}
 */
export async function runStage(name, run, width) {
  const began = Date.now();
  let outcome;
  try {
    outcome = await run();
  } catch (error) {
    outcome = failed(
      error instanceof Failure
        ? `${error.message}\n${error.detail ?? ''}`
        : error.stack,
    );
  }
  const milliseconds = Date.now() - began;
  report(name, outcome, milliseconds, width);
  return { name, milliseconds, ...outcome };
}

/** @param {Outcome[]} outcomes */
export function addUp(outcomes) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const outcome of outcomes) {
    for (const key of Object.keys(total)) total[key] += outcome[key];
  }
  return total;
}
