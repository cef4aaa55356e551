// npm run test:platform: the same checks and journeys against the real platform and the sandbox.
// Closes with one line: N passed, N failed[, N skipped].
import fs from 'node:fs';
import path from 'node:path';
import { install } from './lib/install.mjs';
import { chooseNode } from './lib/node.mjs';
import { ROOT } from './lib/options.mjs';
import { OUTPUT, STAGES } from './lib/platform/testStages.mjs';
import {
  addUp,
  closingLine,
  readStages,
  runStage,
  skipped,
} from './lib/runStages.mjs';
import { Failure, dim, duration, line, reportFailure } from './lib/say.mjs';

const NAMES = Object.keys(STAGES);
const WIDTH = Math.max(...NAMES.map(name => name.length));

function readOptions(argv) {
  const { stages, values } = readStages(argv, NAMES, {
    'data-dir': { type: 'string' },
    kubeconfig: { type: 'string' },
    gitea: { type: 'string' },
    minutes: { type: 'string', default: '75' },
  });
  const minutes = Number(values.minutes);
  if (!(minutes >= 0)) {
    throw new Failure(`--minutes is '${values.minutes}'; give a number.`);
  }
  return {
    stages,
    minutes,
    dataDir: path.resolve(
      values['data-dir'] ?? path.join(ROOT, '.data', 'test-platform'),
    ),
    kubeconfig: values.kubeconfig && path.resolve(values.kubeconfig),
    gitea: values.gitea && path.resolve(values.gitea),
  };
}

/** What the stages share: what was started, and how much time is left. */
function contextOf(node, options, began) {
  const deadline = began + options.minutes * 60_000;
  return {
    node,
    options,
    /** @type {Record<string, any> | undefined} the running platform */
    platform: undefined,
    /** Names and reasons of what could not be built. */
    missing: [],
    left: () => deadline - Date.now(),
  };
}

async function runAll(context) {
  const outcomes = [];
  for (const name of context.options.stages) {
    const { run, minutes } = STAGES[name];
    const left = context.left() / 60_000;
    const stage =
      left >= minutes
        ? () => run(context)
        : async () =>
            skipped(
              `no time: it needs ${minutes} min, and of ${
                context.options.minutes
              } there are ${Math.max(0, Math.floor(left))} left`,
            );
    outcomes.push(await runStage(name, stage, WIDTH));
  }
  return outcomes;
}

async function main() {
  const began = Date.now();
  const options = readOptions(process.argv.slice(2));
  fs.mkdirSync(OUTPUT, { recursive: true });
  line();
  const node = await chooseNode();
  await install(node);
  const context = contextOf(node, options, began);
  const interrupted = () =>
    void STAGES.stop.run(context).finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  let outcomes;
  try {
    outcomes = await runAll(context);
  } finally {
    // Whichever stages were asked for: nothing is left running.
    await STAGES.stop.run(context);
  }
  const total = addUp(outcomes);
  fs.writeFileSync(
    path.join(OUTPUT, 'result.json'),
    `${JSON.stringify({ ...total, stages: outcomes }, null, 2)}\n`,
  );
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
