// Builds the programs of one family with Go and says in one sentence what stands in the way.
import fs from 'node:fs';
import path from 'node:path';
import { buildFlags, FAMILIES, goModOf, moduleFolder } from './families.mjs';
import { planForThisMachine, runGo } from './go.mjs';

/** Far more than a slow machine takes; beyond it something hangs. */
const DOWNLOAD_LIMIT = 20 * 60_000;
const BUILD_LIMIT = 45 * 60_000;
/** How often a person hears that it goes on. */
const REPORT_EVERY = 15_000;

const CAUSES = [
  [/no space left on device|disk quota/i, 'the disk is full'],
  [
    /signal: killed|out of memory|cannot allocate memory/i,
    'there is too little memory for the Go compiler; about 4 GB must be free',
  ],
  [
    /checksum mismatch|SECURITY ERROR/i,
    'a Go module is not the one that was published (its checksum differs)',
  ],
  [
    /requires go >= ([\d.]+)/i,
    'the Go on this machine is too old for one of its modules',
  ],
  [
    /dial tcp|no such host|i\/o timeout|connection (refused|reset)|network is unreachable|TLS handshake|proxyconnect|module lookup disabled|EOF$|40[134] (Forbidden|Unauthorized|Proxy)|50[234] /im,
    'its Go modules cannot be downloaded; check the network, and GOPROXY where one is needed',
  ],
  [/permission denied|read-only file system/i, 'Go may not write to its cache'],
];

/**
 * @param {string} stderr what Go printed
 * @returns {string} a cause, or its last line
 */
export function explainGo(stderr) {
  const known = CAUSES.find(([pattern]) => pattern.test(stderr));
  if (known) return known[1];
  const last = stderr.trim().split('\n').pop() ?? '';
  return `Go could not build it (${last.slice(0, 200)})`;
}

/** Thrown when a program cannot be built here; the message continues "NAME is missing: ...". */
export class CannotBuild extends Error {}

const within = (limit, deadline) =>
  Math.max(1, Math.min(limit, deadline - Date.now()));

async function freeBytes(folder) {
  let existing = folder;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  const { bavail, bsize } = await fs.promises.statfs(existing);
  return bavail * bsize;
}

async function requireSpace(go, family, target) {
  const { stdout } = await runGo(go, ['env', 'GOCACHE', 'GOMODCACHE'], {
    cwd: moduleFolder(family),
    limit: 60_000,
  });
  const needed = FAMILIES[family].gigabytes;
  for (const folder of [...stdout.trim().split('\n'), target]) {
    const free = (await freeBytes(path.resolve(folder))) / 1e9;
    if (free < needed) {
      throw new CannotBuild(
        `only ${free.toFixed(
          1,
        )} GB are free where ${folder} lies, and building it may take ${needed} GB`,
      );
    }
  }
}

/** Downloads what the programs are made of, and counts the packages. */
async function fetchSources({ go, family, packages, deadline, say }) {
  let modules = 0;
  const { code, stdout, stderr, cutOff } = await runGo(
    go,
    ['list', '-mod=readonly', '-deps', '-f', '{{.ImportPath}}', ...packages],
    {
      cwd: moduleFolder(family),
      limit: within(DOWNLOAD_LIMIT, deadline),
      onLine: row => {
        if (!row.startsWith('go: downloading ')) return;
        modules += 1;
        say(`downloading sources, ${modules} modules`);
      },
    },
  );
  if (cutOff) {
    throw new CannotBuild('its Go modules did not arrive in time');
  }
  if (code !== 0) throw new CannotBuild(explainGo(stderr));
  return stdout.trim().split('\n').length;
}

async function buildOne({ go, family, name, target, deadline, say }) {
  const part = path.join(target, `.${name}.${process.pid}`);
  const { version } = goModOf(family);
  let compiled = 0;
  const began = Date.now();
  const clock = setInterval(
    () =>
      say(
        `building, ${Math.round((Date.now() - began) / 1000)} s${
          compiled > 0 ? `, ${compiled} packages compiled` : ''
        }`,
      ),
    REPORT_EVERY,
  );
  try {
    const { code, stderr, cutOff } = await runGo(
      go,
      [
        'build',
        '-v',
        '-mod=readonly',
        '-buildvcs=false',
        '-p',
        String(planForThisMachine().parallel),
        ...buildFlags(family, version),
        '-o',
        part,
        FAMILIES[family].tools[name],
      ],
      {
        cwd: moduleFolder(family),
        limit: within(BUILD_LIMIT, deadline),
        onLine: () => {
          compiled += 1;
        },
      },
    );
    if (cutOff) {
      throw new CannotBuild('building it did not end in time');
    }
    if (code !== 0) throw new CannotBuild(explainGo(stderr));
    // Renamed when whole: whoever looks finds a complete program or none.
    fs.renameSync(part, path.join(target, name));
  } finally {
    clearInterval(clock);
    fs.rmSync(part, { force: true });
  }
  return (Date.now() - began) / 1000;
}

/**
 * Builds programs of one family into a folder.
 *
 * @param {{ go: import('./go.mjs').Go, family: string, names: string[], target: string, deadline: number, say: (name: string, text: string) => void }} options
 *   `deadline`: when to give up, as of Date.now; `say` hears how it goes on
 * @returns {Promise<Record<string, number>>} seconds that each took
 * @throws {CannotBuild} with the reason; what was built before stays
 */
export async function buildFamily({
  go,
  family,
  names,
  target,
  deadline,
  say,
}) {
  const packages = names.map(name => FAMILIES[family].tools[name]);
  try {
    await requireSpace(go, family, target);
    await fetchSources({
      ...{ go, family, packages, deadline },
      say: text => say(names[0], text),
    });
    const seconds = {};
    for (const name of names) {
      say(name, 'building');
      seconds[name] = await buildOne({
        ...{ go, family, name, target, deadline },
        say: text => say(name, text),
      });
    }
    return seconds;
  } catch (error) {
    if (error instanceof CannotBuild || !error.code) throw error;
    throw new CannotBuild(explainGo(`${error.code} ${error.message}`));
  }
}
