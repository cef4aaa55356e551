// Installs the packages of the lock file, once for each lock file.
import fs from 'node:fs';
import path from 'node:path';
import { explainNetwork } from './network.mjs';
import { runLines, yarnEnvironment } from './npm.mjs';
import { ROOT } from './options.mjs';
import { Failure, explainFileError, step } from './say.mjs';
import { contentHash, isUpToDate, readWorkspaces } from './workspace.mjs';

const NEEDED_BYTES = 3e9;
const MARKER = path.join(ROOT, 'node_modules', '.cairn-install');

function requireSpace() {
  const { bavail, bsize } = fs.statfsSync(ROOT);
  if (bavail * bsize < NEEDED_BYTES) {
    throw new Failure(
      `only ${((bavail * bsize) / 1e9).toFixed(
        1,
      )} GB are free where ${ROOT} lies; the packages need about 3 GB.`,
    );
  }
}

/** The environment in which a tool of the checkout runs under the chosen Node. */
export function toolEnvironment(node) {
  return {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
  };
}

function inWords(row, state) {
  const text = row.replace(/\u001b\[[0-9;]*m/g, '');
  if (/Resolution step/.test(text)) state.phase = 'checking the lock file';
  else if (/Fetch step/.test(text)) state.phase = 'fetching packages';
  else if (/Link step/.test(text)) state.phase = 'writing packages';
  else if (/must be built|YN0007/.test(text))
    state.phase = 'building native parts';
  return state.phase;
}

/**
 * Installs exactly what yarn.lock says, unless that is what is there.
 *
 * @param {string} node
 */
export async function install(node) {
  const manifests = [...readWorkspaces().values()].map(({ folder }) =>
    path.join(folder, 'package.json'),
  );
  const inputs = [
    path.join(ROOT, 'yarn.lock'),
    path.join(ROOT, '.yarnrc.yml'),
    path.join(ROOT, 'package.json'),
    ...manifests,
  ];
  const hash = contentHash(inputs, `${process.platform}-${process.arch}`);
  if (isUpToDate(MARKER, hash)) return;
  const first = !fs.existsSync(MARKER);
  await step(
    `Install packages${
      first ? ' (once; two to three minutes with an empty cache)' : ''
    }`,
    async progress => {
      if (first) requireSpace();
      const releases = path.join(ROOT, '.yarn', 'releases');
      const yarn = path.join(
        releases,
        fs.readdirSync(releases).find(name => name.endsWith('.cjs')),
      );
      const state = { phase: 'starting' };
      const { code, output } = await runLines(
        node,
        [yarn, 'install', '--immutable'],
        {
          cwd: ROOT,
          env: {
            ...toolEnvironment(node),
            ...yarnEnvironment(ROOT),
            YARN_ENABLE_INLINE_BUILDS: 'false',
            YARN_ENABLE_PROGRESS_BARS: 'false',
          },
          onLine: row => progress(inWords(row, state)),
        },
      );
      if (code !== 0)
        throw explainNetwork(output, 'the packages could not be installed');
      try {
        fs.writeFileSync(MARKER, hash);
      } catch (error) {
        throw explainFileError(error, MARKER);
      }
    },
  );
}
