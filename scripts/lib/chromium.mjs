// Finds a browser for the browser tests, or sees to one.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { toolEnvironment } from './install.mjs';
import { runLines } from './npm.mjs';
import { ROOT } from './options.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function runs(executable) {
  return (
    spawnSync(executable, ['--version'], { stdio: 'ignore', timeout: 20_000 })
      .status === 0
  );
}

/** Browsers that Playwright fetched earlier. */
function inPlaywrightCache() {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    (process.platform === 'darwin'
      ? path.join(os.homedir(), 'Library', 'Caches', 'ms-playwright')
      : path.join(os.homedir(), '.cache', 'ms-playwright'));
  if (!fs.existsSync(cache)) return [];
  return fs
    .readdirSync(cache)
    .filter(name => /^chromium-\d+$/.test(name))
    .sort()
    .reverse()
    .flatMap(name => [
      path.join(cache, name, 'chrome-linux64', 'chrome'),
      path.join(cache, name, 'chrome-linux', 'chrome'),
      path.join(cache, name, 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'),
    ]);
}

function installed() {
  const named = NAMES.flatMap(name =>
    (process.env.PATH ?? '')
      .split(path.delimiter)
      .map(folder => path.join(folder, name)),
  );
  const candidates = [
    process.env.CAIRN_CHROMIUM,
    ...named,
    ...MAC,
    ...inPlaywrightCache(),
  ];
  return candidates.find(file => file && fs.existsSync(file) && runs(file));
}

async function installFromDebian() {
  if (process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runLines('apt-get', ['update', '-q'], { env });
  await runLines(
    'apt-get',
    ['install', '-q', '-y', '--no-install-recommends', 'chromium'],
    { env },
  );
}

async function fetchWithPlaywright(node) {
  const cli = path.join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  await runLines(node, [cli, 'install', 'chromium'], {
    cwd: ROOT,
    env: toolEnvironment(node),
  });
}

/**
 * @param {string} node
 * @returns {Promise<string | undefined>} a Chromium or Chrome that starts, or undefined
 */
export async function findChromium(node) {
  const attempts = [
    () => undefined,
    installFromDebian,
    () => fetchWithPlaywright(node),
  ];
  for (const attempt of attempts) {
    await attempt();
    const found = installed();
    if (found) return found;
  }
  return undefined;
}
