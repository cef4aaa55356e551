// npm run sandbox -- <command>: the sandbox's own command line, on a Node that it runs on.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildSandbox } from './lib/build.mjs';
import { install, toolEnvironment } from './lib/install.mjs';
import { chooseNode } from './lib/node.mjs';
import { ROOT, readOptions } from './lib/options.mjs';
import { Failure, reportFailure } from './lib/say.mjs';
import { sandboxDir } from './lib/stack.mjs';

/** Options alone, with a cluster among them, mean its stand-ins: `--kubeconfig F --only composition,sql`. */
function withCommand(args) {
  const hasCluster = args.some(arg => /^--kubeconfig(=|$)/.test(arg));
  return hasCluster && args[0].startsWith('--')
    ? ['controllers', ...args]
    : args;
}

/** What the commands need to know of this checkout, unless it is said. */
function withDefaults(args) {
  if (args[0] !== 'replay' || args.includes('--help')) return args;
  const defaults = {
    '--data-dir': sandboxDir(readOptions([])),
    '--catalog-dir': path.join(ROOT, 'catalog'),
  };
  const missing = Object.entries(defaults).filter(
    ([flag]) => !args.some(arg => arg === flag || arg.startsWith(`${flag}=`)),
  );
  return [...args, ...missing.flat()];
}

async function run(args) {
  const node = await chooseNode();
  await install(node);
  await buildSandbox(node);
  const main = path.join(ROOT, 'packages', 'sandbox', 'dist', 'main.cjs');
  const child = spawn(
    node,
    ['--enable-source-maps', main, ...withDefaults(args)],
    { stdio: 'inherit', env: toolEnvironment(node) },
  );
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}

try {
  const args = process.argv.slice(2);
  await run(args.length > 0 ? withCommand(args) : ['--help']);
} catch (error) {
  reportFailure(error);
  process.exitCode = error instanceof Failure ? 1 : 2;
}
