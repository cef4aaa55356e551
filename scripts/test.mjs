// npm test: installs what is needed, then runs every check. Closes with one line: N passed, N failed.
import fs from 'node:fs';
import os from 'node:os';
import { install } from './lib/install.mjs';
import { chooseNode } from './lib/node.mjs';
import { addUp, closingLine, readStages, runStage } from './lib/runStages.mjs';
import { Failure, dim, duration, line, reportFailure } from './lib/say.mjs';
import { OUTPUT, STAGES } from './lib/testStages.mjs';

const NAME_WIDTH = 9;

/** The linter takes minutes of one processor and 2 GB; the other quick stages run beside it where they fit. */
const hasRoom = () => os.cpus().length > 1 && os.totalmem() > 7e9;

async function main() {
  const { stages } = readStages(process.argv.slice(2), Object.keys(STAGES));
  const began = Date.now();
  fs.rmSync(OUTPUT, { recursive: true, force: true });
  fs.mkdirSync(OUTPUT, { recursive: true });
  line();
  const node = await chooseNode();
  await install(node);
  const outcomes = [];
  /** @type {ReturnType<typeof runStage> | undefined} */
  let linting;
  const endLinting = async () => {
    if (linting) outcomes.push(await linting);
    linting = undefined;
  };
  for (const name of stages) {
    // The tests have the processors to themselves.
    if (['launcher', 'unit', 'browser'].includes(name)) await endLinting();
    const running = runStage(name, () => STAGES[name]({ node }), NAME_WIDTH);
    if (name === 'lint' && hasRoom()) linting = running;
    else outcomes.push(await running);
  }
  await endLinting();
  const total = addUp(outcomes);
  line(dim(`  all of it took ${duration(Date.now() - began)}`));
  line(closingLine(total));
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
