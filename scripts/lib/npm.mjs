// Speaks to npm as this machine is set up: its registry, proxy, certificates and credentials.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** How to start npm: the one that runs us, else the one on the PATH. */
export function npmCommand() {
  const runner = process.env.npm_execpath;
  if (runner && /npm-cli\.js$/.test(runner)) return [process.execPath, runner];
  return ['npm'];
}

function npmConfig() {
  const [command, ...args] = npmCommand();
  const result = spawnSync(command, [...args, 'config', 'list', '--json'], {
    encoding: 'utf8',
  });
  try {
    return JSON.parse(result.stdout);
  } catch {
    return {};
  }
}

/** npm keeps credentials out of `npm config`: they are read where npm reads them. */
function npmrcEntries(files) {
  const entries = {};
  for (const file of files) {
    if (!file || !fs.existsSync(file)) continue;
    for (const row of fs.readFileSync(file, 'utf8').split(/\r?\n/)) {
      const match = /^\s*([^#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(row);
      if (!match) continue;
      const value = match[2].replace(/^"(.*)"$/, '$1');
      entries[match[1]] = value.replace(
        /\$\{(\w+)\}/g,
        (whole, name) => process.env[name] ?? whole,
      );
    }
  }
  return entries;
}

function credentials(registry, entries) {
  // npm's keys are the registry without its scheme, or any parent path of it.
  let key = registry.replace(/^https?:/, '').replace(/\/?$/, '/');
  while (key.length > 2) {
    const token = entries[`${key}:_authToken`];
    if (token)
      return { YARN_NPM_AUTH_TOKEN: token, YARN_NPM_ALWAYS_AUTH: 'true' };
    const ident = entries[`${key}:_auth`];
    if (ident)
      return { YARN_NPM_AUTH_IDENT: ident, YARN_NPM_ALWAYS_AUTH: 'true' };
    key = key.replace(/[^/]*\/$/, '');
  }
  return {};
}

/**
 * The environment that makes Yarn install from where npm installs on this machine. What is set for
 * Yarn already wins.
 *
 * @param {string} root the checkout, whose own .npmrc npm would read too
 * @returns {Record<string, string>}
 */
export function yarnEnvironment(root) {
  const config = npmConfig();
  const entries = npmrcEntries([
    config.globalconfig,
    config.userconfig,
    path.join(root, '.npmrc'),
  ]);
  const { registry } = config;
  // Where npm names none, Yarn's own default holds.
  const env = registry
    ? {
        YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
        ...credentials(registry, entries),
      }
    : {};
  if (registry?.startsWith('http:'))
    env.YARN_UNSAFE_HTTP_WHITELIST = new URL(registry).hostname;
  const proxy = config['https-proxy'] ?? config.proxy;
  if (proxy) env.YARN_HTTPS_PROXY = proxy;
  if (config.proxy) env.YARN_HTTP_PROXY = config.proxy;
  const authority = config.cafile ?? process.env.NODE_EXTRA_CA_CERTS;
  if (authority) env.YARN_HTTPS_CA_FILE_PATH = authority;
  if (config['strict-ssl'] === false) env.YARN_ENABLE_STRICT_SSL = 'false';
  for (const name of Object.keys(env)) {
    if (process.env[name] !== undefined) delete env[name];
  }
  return env;
}

/**
 * Runs a command and gives every line it prints to `onLine`.
 *
 * @returns {Promise<{ code: number, output: string, cutOff: boolean }>} rejects when it cannot be
 *   started or was given up; `cutOff` when a signal ended it, such as that of the option `timeout`
 */
export function runLines(
  command,
  args,
  { onLine = () => {}, ...options } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    let output = '';
    let rest = '';
    const read = chunk => {
      const text = chunk.toString('utf8');
      output = (output + text).slice(-200_000);
      const rows = (rest + text).split(/\r?\n/);
      rest = rows.pop() ?? '';
      for (const row of rows) onLine(row);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('close', code => {
      if (rest) onLine(rest);
      resolve({ code: code ?? 1, output, cutOff: code === null });
    });
  });
}
