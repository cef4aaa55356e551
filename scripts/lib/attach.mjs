// A start on a cluster that is there already: looks at it, says what was found, changes nothing on it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { toolEnvironment } from './install.mjs';
import { ROOT } from './options.mjs';
import { Failure, line } from './say.mjs';

/** The flags by which the sandbox's commands know the cluster; none for its own. */
export function clusterFlags({ kubeconfig, context }) {
  if (!kubeconfig) return [];
  return [
    ...['--kubeconfig', kubeconfig],
    ...(context === undefined ? [] : ['--context', context]),
  ];
}

/** What the last look at the cluster left for the portal. */
export function readAttached(directory) {
  return JSON.parse(
    fs.readFileSync(path.join(directory, 'attached.json'), 'utf8'),
  );
}

/**
 * Looks at the cluster and prints the report; with `--install`, applies what was asked for first.
 *
 * @param {string} directory the sandbox's data folder
 * @throws {Failure} with the sentence that says why it cannot be used
 */
export async function attachCluster(options, directory, node) {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  line();
  const child = spawn(
    node,
    [
      path.join(ROOT, 'packages', 'sandbox', 'dist', 'main.cjs'),
      'attach',
      ...clusterFlags(options),
      ...['--data-dir', directory],
      ...(options.install === undefined
        ? []
        : [
            ...['--install', options.install],
            ...['--platform-dir', path.join(ROOT, 'platform')],
            ...['--git-url', `http://localhost:${options.ports.git}`],
            ...(options.yes ? ['--yes'] : []),
          ]),
    ],
    { stdio: ['inherit', 'inherit', 'pipe'], env: toolEnvironment(node) },
  );
  let problem = '';
  child.stderr.on('data', chunk => {
    problem += chunk;
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Failure(problem.trim() || 'the cluster could not be looked at.');
  }
  line();
}
