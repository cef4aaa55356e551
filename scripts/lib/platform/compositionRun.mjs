// Runs the sandbox's composition controllers as clients of a cluster, for as long as something needs them.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildSandbox } from '../build.mjs';
import { toolEnvironment } from '../install.mjs';
import { ROOT } from '../options.mjs';
import { startTime, stopProcess } from '../processes.mjs';

const GROUPS = /\.(crossplane\.io|upbound\.io)$/;

/** Names of Crossplane's own kinds on the cluster. */
async function crossplaneCrds(kubectl) {
  const list = await kubectl.json(['get', 'customresourcedefinitions']);
  return (list?.items ?? [])
    .filter(({ spec }) => GROUPS.test(`.${spec.group}`))
    .map(({ metadata }) => metadata.name);
}

/**
 * Starts them, waits until definitions are served, does `work`, stops them, and removes the kinds
 * that were not there before.
 *
 * @template T
 * @param {{ kubectl: import('./kubectl.mjs').Kubectl, node: string, output: string, inside?: Function }} options
 *   `output`: folder of the log
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withComposition(
  { kubectl, node, output, inside = (command, args) => ({ command, args }) },
  work,
) {
  await buildSandbox(node);
  const before = await crossplaneCrds(kubectl);
  const main = path.join(ROOT, 'packages', 'sandbox', 'dist', 'main.cjs');
  const { command, args } = inside(node, [
    ...[main, 'controllers', '--only', 'composition,sql'],
    ...['--kubeconfig', kubectl.kubeconfig],
  ]);
  const log = fs.openSync(path.join(output, 'composition.log'), 'w');
  const child = spawn(command, args, {
    stdio: ['ignore', log, log],
    env: toolEnvironment(node),
  });
  fs.closeSync(log);
  const known = { pid: child.pid, started: startTime(child.pid) };
  try {
    await kubectl.until(() =>
      kubectl.json([
        'get',
        'compositeresourcedefinitions.apiextensions.crossplane.io',
      ]),
    );
    return await work();
  } finally {
    await stopProcess(known);
    const added = (await crossplaneCrds(kubectl)).filter(
      name => !before.includes(name),
    );
    if (added.length > 0)
      await kubectl.delete(['customresourcedefinitions', ...added]);
  }
}
