// Builds what changed: the backend and the sandbox as one file each, the frontend as static files.
import fs from 'node:fs';
import path from 'node:path';
import { toolEnvironment } from './install.mjs';
import { runLines } from './npm.mjs';
import { ROOT } from './options.mjs';
import { Failure, step } from './say.mjs';
import { contentHash, foldersOf, isUpToDate } from './workspace.mjs';

const LIB = path.join(ROOT, 'scripts', 'lib');
const SHARED_INPUTS = ['yarn.lock', 'tsconfig.json'].map(name =>
  path.join(ROOT, name),
);

async function buildOnce({ title, packageName, folder, output, inputs, run }) {
  const marker = path.join(folder, 'dist', '.cairn-build');
  const hash = contentHash([
    ...foldersOf(packageName),
    ...SHARED_INPUTS,
    ...inputs,
  ]);
  if (isUpToDate(marker, hash) && fs.existsSync(output)) return;
  await step(title, async () => {
    fs.rmSync(marker, { force: true });
    const result = await run();
    if (result.code !== 0) {
      throw new Failure(`${path.relative(ROOT, folder)} could not be built.`, {
        detail: result.output.slice(-3000),
      });
    }
    fs.writeFileSync(marker, hash);
  });
}

function buildBundle(node, title, packageName, folder, entry) {
  const output = path.join(folder, 'dist', 'main.cjs');
  const bundler = path.join(LIB, 'bundle.mjs');
  return buildOnce({
    title,
    packageName,
    folder,
    output,
    inputs: [bundler],
    run: () =>
      runLines(node, [bundler, path.join(folder, entry), output], {
        cwd: ROOT,
        env: toolEnvironment(node),
      }),
  });
}

/** @param {string} node */
export function buildBackend(node) {
  return buildBundle(
    node,
    'Build the backend',
    'backend',
    path.join(ROOT, 'packages', 'backend'),
    'src/index.ts',
  );
}

/** @param {string} node */
export function buildSandbox(node) {
  return buildBundle(
    node,
    'Build the sandbox',
    '@cairn/sandbox',
    path.join(ROOT, 'packages', 'sandbox'),
    'src/main.ts',
  );
}

/** The command line, which the portal serves to CI. @param {string} node */
export function buildCli(node) {
  const folder = path.join(ROOT, 'packages', 'cli');
  return buildOnce({
    title: 'Build the command line',
    packageName: '@cairn/cli',
    folder,
    output: path.join(folder, 'dist', 'cairn.mjs'),
    inputs: [],
    run: () =>
      runLines(node, [path.join(folder, 'scripts', 'bundle.mjs')], {
        cwd: ROOT,
        env: toolEnvironment(node),
      }),
  });
}

/** @param {string} node @param {AbortSignal} signal gives up the build */
export function buildFrontend(node, signal) {
  const folder = path.join(ROOT, 'packages', 'app');
  const cli = path.join(
    ROOT,
    'node_modules',
    '@backstage',
    'cli',
    'bin',
    'backstage-cli',
  );
  return buildOnce({
    title: 'Build the frontend',
    packageName: 'app',
    folder,
    output: path.join(folder, 'dist', 'index.html'),
    inputs: [path.join(ROOT, 'app-config.yaml')],
    run: () =>
      runLines(node, [cli, 'package', 'build'], {
        signal,
        cwd: folder,
        env: { ...toolEnvironment(node), CI: 'true', NODE_ENV: 'production' },
      }),
  });
}
