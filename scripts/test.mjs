// npm test: installs what is needed, then runs every check. Closes with one line: N passed, N failed.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { install } from './lib/install.mjs';
import { chooseNode } from './lib/node.mjs';
import {
  Failure,
  bold,
  dim,
  duration,
  green,
  line,
  red,
  reportFailure,
} from './lib/say.mjs';
import { OUTPUT, STAGES } from './lib/testStages.mjs';

const NAMES = Object.keys(STAGES);

function readStages(argv) {
  const { values } = parseArgs({
    args: argv,
    options: { only: { type: 'string', multiple: true, default: [] } },
  });
  const wanted = values.only.flatMap(text => text.split(','));
  for (const name of wanted) {
    if (!NAMES.includes(name)) {
      throw new Failure(
        `there is no stage '${name}'; there are ${NAMES.join(', ')}.`,
      );
    }
  }
  return wanted.length > 0
    ? NAMES.filter(name => wanted.includes(name))
    : NAMES;
}

function report(name, outcome, took) {
  const { passed, failed, skipped, notes = [], detail } = outcome;
  const mark = failed > 0 ? red('✗') : green('✓');
  const counts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
  line(`  ${mark} ${bold(name.padEnd(9))} ${counts} ${dim(duration(took))}`);
  for (const note of notes) line(`      ${note}`);
  if (failed > 0 && detail) line(`\n${detail}\n`);
}

async function runStage(name, context) {
  const began = Date.now();
  let outcome;
  try {
    outcome = await STAGES[name](context);
  } catch (error) {
    outcome = {
      passed: 0,
      failed: 1,
      skipped: 0,
      detail:
        error instanceof Failure
          ? `${error.message}\n${error.detail ?? ''}`
          : error.stack,
    };
  }
  report(name, outcome, Date.now() - began);
  return outcome;
}

async function main() {
  const stages = readStages(process.argv.slice(2));
  const began = Date.now();
  fs.rmSync(OUTPUT, { recursive: true, force: true });
  fs.mkdirSync(OUTPUT, { recursive: true });
  line();
  const node = await chooseNode();
  await install(node);
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const name of stages) {
    const outcome = await runStage(name, { node });
    for (const key of Object.keys(total)) total[key] += outcome[key];
  }
  line(dim(`  all of it took ${duration(Date.now() - began)}`));
  line(
    `${total.passed} passed, ${total.failed} failed${
      total.skipped > 0 ? `, ${total.skipped} skipped` : ''
    }`,
  );
  process.exitCode = total.failed > 0 ? 1 : 0;
}

try {
  await main();
} catch (error) {
  reportFailure(error);
  // The closing line is there even when nothing could run, so that nobody takes silence for success.
  line('0 passed, 1 failed');
  process.exitCode = 1;
}
