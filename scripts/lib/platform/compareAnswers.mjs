// The report of what the real platform and the sandbox answered differently.
import fs from 'node:fs';
import path from 'node:path';
import { failed, skipped } from '../runStages.mjs';
import {
  describeDifferences,
  findDifferences,
  judge,
  readAnswers,
} from './differences.mjs';
import { OUTPUT, answersOf } from './output.mjs';

const partOf = check => check.split(': ')[0];

function problems({ unlisted, stale, wrong }, list) {
  const parts = [];
  if (wrong.length > 0) parts.push(`${list}: ${wrong.join('; ')}.`);
  if (unlisted.length > 0) {
    parts.push(
      `The servers differ where ${list} lists nothing. Mend the sandbox, or list it with its reason:\n${describeDifferences(
        unlisted,
      )}`,
    );
  }
  if (stale.length > 0) {
    parts.push(
      `Nothing differs any more by these entries; take them out of ${list}:\n${stale
        .map(entry => `  ${entry.check} ${entry.at ?? ''}`)
        .join('\n')}`,
    );
  }
  return parts.join('\n\n');
}

/** What is amiss both times: a moment's difference does not come twice. */
function bothTimes(verdict, before) {
  if (!before) return verdict;
  const checks = new Set(before.unlisted.map(each => each.check));
  const entries = new Set(before.stale.map(entry => entry.differs));
  return {
    ...verdict,
    unlisted: verdict.unlisted.filter(each => checks.has(each.check)),
    stale: verdict.stale.filter(entry => entries.has(entry.differs)),
  };
}

/**
 * @param {string} file the reviewed list, in YAML
 * @param {ReturnType<typeof judge>} [before] what was amiss when everything was asked the first time
 * @returns {Promise<import('../runStages.mjs').Outcome & { verdict?: ReturnType<typeof judge> }>} every
 *   compared check is one
 */
export async function compareAnswers(file, before) {
  const { parse } = await import('yaml');
  const list = parse(fs.readFileSync(file, 'utf8')) ?? [];
  const real = readAnswers(answersOf('real'));
  const sandbox = readAnswers(answersOf('sandbox'));
  const found = findDifferences(real, sandbox);
  if (found.compared === 0) {
    return skipped('no check was asked of both servers');
  }
  const parts = new Set(Object.keys(real).map(partOf));
  const verdict = bothTimes(
    judge(found.differences, list, entry =>
      [entry.check].flat().some(check => parts.has(partOf(check))),
    ),
    before,
  );
  fs.writeFileSync(
    path.join(OUTPUT, 'differences.json'),
    `${JSON.stringify({ ...found, ...verdict }, null, 2)}\n`,
  );
  const unlisted = new Set(verdict.unlisted.map(each => each.check)).size;
  const amiss = unlisted + verdict.stale.length + verdict.wrong.length;
  const one = found.onlyReal.length + found.onlySandbox.length;
  const notes = [
    `${found.compared} checks compared: ${found.agreeing} agree, ${
      found.compared - found.agreeing - unlisted
    } differ as listed in ${list.length} entries, ${unlisted} differ otherwise`,
    ...(one > 0 ? [`${one} checks were asked of one server only`] : []),
  ];
  if (amiss === 0) {
    return { passed: found.compared, failed: 0, skipped: one, notes };
  }
  const shown = path.relative(process.cwd(), file);
  return {
    ...failed(problems(verdict, shown)),
    passed: found.compared - unlisted,
    failed: amiss,
    skipped: one,
    notes,
    verdict,
  };
}
