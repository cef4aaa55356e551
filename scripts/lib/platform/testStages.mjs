// The stages of npm run test:platform, in the order in which they run.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../options.mjs';
import { failed, passed, skipped } from '../runStages.mjs';
import { bold } from '../say.mjs';
import { contract, git } from './contractStages.mjs';
import { compareAnswers } from './compareAnswers.mjs';
import { journeys } from './journeyStages.mjs';
import { OUTPUT } from './output.mjs';

export { OUTPUT } from './output.mjs';

/** Without these there is no platform to compare with. */
const NEEDED = ['etcd', 'kube-apiserver', 'kube-controller-manager'];

const THERE = 'a running platform was named';

/** Imports a module of the platform; a part that is not in this checkout is no mistake. */
async function part(name) {
  const file = new URL(name, import.meta.url);
  return fs.existsSync(file) ? import(file.href) : undefined;
}

/** @returns {Promise<import('../runStages.mjs').Outcome>} */
async function build(context) {
  if (context.options.kubeconfig) return skipped(THERE);
  const module = await part('./binaries.mjs');
  if (!module) return skipped('nothing here can build the platform');
  const { bin, missing } = await module.ensureBinaries({
    node: context.node,
    wanted: [...module.PROGRAMS],
    say: text => context.say?.(text),
    timeLimit: context.left(),
  });
  context.bin = bin;
  context.missing = missing;
  return {
    ...passed(Object.keys(bin).length),
    skipped: missing.length,
    notes: missing.map(
      ({ name, reason, skips }) =>
        `${bold(name)} is missing: ${reason}${skips ? `; skips ${skips}` : ''}`,
    ),
  };
}

/** @returns {Promise<import('../runStages.mjs').Outcome>} */
async function start(context) {
  if (context.options.kubeconfig) return skipped(THERE);
  const lacking = context.missing.find(({ name }) => NEEDED.includes(name));
  if (lacking) return skipped(`there is no ${lacking.name}: ${lacking.reason}`);
  const module = await part('./stack.mjs');
  if (!module) return skipped('nothing here can start the platform');
  context.platform = await module.startPlatform({
    node: context.node,
    dataDir: context.options.dataDir,
    bin: context.bin,
  });
  const { parts, leftOut } = context.platform;
  return {
    ...passed(parts.length),
    skipped: leftOut.length,
    notes: leftOut.map(({ name, reason }) => `${name} is left out: ${reason}`),
  };
}

/** @returns {Promise<import('../runStages.mjs').Outcome>} */
async function manifests(context) {
  const module = await part('./checkManifests.mjs');
  if (!module) return skipped('nothing here can check the manifests');
  return module.checkManifests({
    handle: context.platform,
    kubeconfig: context.options.kubeconfig,
    node: context.node,
    bin: context.bin,
    output: OUTPUT,
  });
}

/** @returns {Promise<import('../runStages.mjs').Outcome>} */
async function stop(context) {
  const running = context.platform;
  if (!running) return skipped('nothing was started');
  context.platform = undefined;
  await running.stop();
  return passed();
}

/** Both servers asked everything, as the stages before do. */
const ASK = [
  contract('real'),
  contract('sandbox'),
  git('real'),
  git('sandbox'),
];
/** What asking everything again takes. */
const AGAIN_MINUTES = 8;

/**
 * A crowded machine brings differences of a moment, so that what differs is asked once more.
 *
 * @returns {Promise<import('../runStages.mjs').Outcome>}
 */
async function differences(context) {
  const list = path.join(ROOT, 'platform-tests', 'differences.yaml');
  if (!fs.existsSync(list)) {
    return failed(`${path.relative(ROOT, list)} is missing.`);
  }
  const { verdict, ...first } = await compareAnswers(list);
  if (!verdict || !context.platform) return first;
  if (context.left() < AGAIN_MINUTES * 60_000) return first;
  for (const ask of ASK) await ask(context);
  const { verdict: _, ...second } = await compareAnswers(list, verdict);
  const named = [...new Set(verdict.unlisted.map(({ check }) => check))];
  return {
    ...second,
    notes: [
      ...(second.notes ?? []),
      `asked everything twice, because these differed at first: ${named.join(
        '; ',
      )}`,
    ],
  };
}

/**
 * Each with the minutes it needs at least: where fewer are left, it is skipped.
 *
 * @type {Record<string, { minutes: number, run: (context: any) => Promise<import('../runStages.mjs').Outcome> }>}
 */
export const STAGES = {
  build: { minutes: 2, run: build },
  start: { minutes: 3, run: start },
  'contract-real': { minutes: 3, run: contract('real') },
  'contract-sandbox': { minutes: 3, run: contract('sandbox') },
  'git-real': { minutes: 2, run: git('real') },
  'git-sandbox': { minutes: 2, run: git('sandbox') },
  differences: { minutes: 0, run: differences },
  manifests: { minutes: 2, run: manifests },
  'journeys-real': { minutes: 6, run: journeys('real') },
  'journeys-sandbox': { minutes: 5, run: journeys('sandbox') },
  stop: { minutes: 0, run: stop },
};
