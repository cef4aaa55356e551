// A portal to scaffold through: started for the tests or running already, asked as a person of the demo.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../options.mjs';
import { anyFreePort } from '../ports.mjs';
import { Failure } from '../say.mjs';
import { readSecrets } from '../secrets.mjs';

const PORTS = [
  '',
  'postgres-',
  'api-',
  'issuer-',
  'git-',
  'argocd-',
  'voices-',
];
const START_SECONDS = 600;
const STOP_SECONDS = 60;
const READY = '/.backstage/health/v1/readiness';

/**
 * @typedef {{ url: string, dataDir: string, gitHost: string, postgres: { port: number, password: string },
 *   stop: () => Promise<void> }} Portal
 */

async function isReady(url) {
  try {
    return (await fetch(`${url}${READY}`)).ok;
  } catch {
    return false;
  }
}

/** What the launcher has noted about its portal. */
function portalOf(dataDir, stop) {
  const file = path.join(dataDir, 'run.json');
  const { url, ports } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return {
    url,
    dataDir,
    gitHost: `localhost:${ports.git}`,
    postgres: {
      port: ports.postgres,
      password: readSecrets(dataDir).postgresPassword,
    },
    stop,
  };
}

/** One that runs already; it is left running. @returns {Promise<Portal>} */
export async function joinPortal(dataDir) {
  const portal = portalOf(dataDir, async () => {});
  if (!(await isReady(portal.url))) {
    throw new Failure(`no portal answers at ${portal.url}.`);
  }
  return portal;
}

/**
 * Starts one by the launcher on free ports, without the demo's history.
 *
 * @param {{ node: string, dataDir: string, log: string }} options
 * @returns {Promise<Portal>}
 */
export async function startPortal({ node, dataDir, log }) {
  const ports = [];
  for (const name of PORTS) ports.push([name, await anyFreePort()]);
  const out = fs.openSync(log, 'a');
  const child = spawn(
    node,
    [
      path.join(ROOT, 'scripts', 'start.mjs'),
      ...ports.flatMap(([name, port]) => [`--${name}port`, String(port)]),
      ...['--data-dir', dataDir, '--empty'],
    ],
    { cwd: ROOT, stdio: ['ignore', out, out] },
  );
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  const stop = async () => {
    if (ended) return;
    child.kill('SIGTERM');
    for (let tries = 0; !ended && tries < STOP_SECONDS * 4; tries += 1) {
      await wait(250);
    }
    if (!ended) child.kill('SIGKILL');
  };
  const url = `http://localhost:${ports[0][1]}`;
  const end = Date.now() + START_SECONDS * 1000;
  while (!(await isReady(url))) {
    if (ended || Date.now() > end) {
      await stop();
      const text = fs.readFileSync(log, 'utf8');
      throw new Failure('the portal did not start.', {
        detail: text.slice(-4000),
      });
    }
    await wait(500);
  }
  return portalOf(dataDir, stop);
}
