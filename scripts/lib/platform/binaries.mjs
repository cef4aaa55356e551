// Gives the programs of the real platform: what is built already, the machine's own, or built now.
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../dataDir.mjs';
import { ROOT } from '../options.mjs';
import { StillLocked, withLock } from './buildLock.mjs';
import {
  buildFolderName,
  FAMILIES,
  familyOf,
  goModOf,
  moduleFolder,
} from './families.mjs';
import { findGo, isAtLeast, runGo } from './go.mjs';
import { buildFamily, CannotBuild, explainGo } from './goBuild.mjs';
import { findRedis } from './redis.mjs';

/** What the platform and its checks consist of. */
export const PROGRAMS = [
  ...Object.values(FAMILIES)
    .filter(({ onDemand }) => !onDemand)
    .flatMap(({ tools }) => Object.keys(tools)),
  'redis',
];

/** Where built programs are kept. */
export const cacheFolder = () =>
  path.resolve(
    process.env.CAIRN_PLATFORM_BIN ||
      path.join(ROOT, '.data', 'platform', 'bin'),
  );

/**
 * @typedef {{ name: string, reason: string, skips: string }} Missing
 */

/** Building everything on a slow machine takes less. */
const TIME_LIMIT = 2 * 3_600_000;

/** @param {Missing} missing @returns {string} one sentence for a person */
export const missingInWords = ({ name, reason, skips }) =>
  `${name} is missing: ${reason}. That skips ${skips}.`;

/**
 * Why a family cannot be built with this Go.
 *
 * @param {import('./go.mjs').Go | undefined} go
 * @param {string} least the version its go.mod asks for
 * @returns {string | undefined} undefined when it can
 */
export function whyNotWith(go, least) {
  if (!go)
    return `there is no Go on this machine to build it with; install Go ${least} or newer`;
  if (!isAtLeast(go.version, least))
    return `Go ${go.version} is too old to build it; install Go ${least} or newer`;
  return undefined;
}

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Older builds of the same family, in a cache of our own only: another checkout may use a shared one. */
function removeOlder(cache, family, keep) {
  if (process.env.CAIRN_PLATFORM_BIN) return;
  for (const entry of fs.readdirSync(cache)) {
    if (entry.startsWith(`${family}-`) && entry !== keep)
      fs.rmSync(path.join(cache, entry), { recursive: true, force: true });
  }
}

async function ensureFamily({
  family,
  names,
  cache,
  go,
  deadline,
  onProgress,
}) {
  const folderName = buildFolderName(family);
  const target = path.join(cache, folderName);
  const absent = () =>
    names.filter(name => !isProgram(path.join(target, name)));
  if (absent().length === 0) return;
  const reason = whyNotWith(go(), goModOf(family).go);
  if (reason) throw new CannotBuild(reason);
  try {
    // Open to others, as some programs run as another user.
    makeFolder(target, 0o755);
  } catch (error) {
    throw new CannotBuild(
      `its folder ${target} cannot be made (${error.code}); name another in CAIRN_PLATFORM_BIN`,
    );
  }
  const work = async () => {
    const wanted = absent();
    if (wanted.length === 0) return;
    const say = onProgress;
    await buildFamily({
      ...{ go: go(), family, names: wanted, target, deadline, say },
    });
  };
  try {
    await withLock(path.join(target, '.lock'), work, {
      limit: deadline - Date.now(),
      onWait: pid =>
        onProgress(
          names[0],
          `another run (process ${pid}) is building ${FAMILIES[family].label}; waiting for it`,
        ),
    });
  } catch (error) {
    if (!(error instanceof StillLocked)) throw error;
    throw new CannotBuild('another run has been building it for too long');
  }
  removeOlder(cache, family, folderName);
}

/**
 * Finds the wanted programs and builds those that are not there. Never throws for what a machine
 * lacks, and never waits for ever: what cannot be had is in `missing`.
 *
 * @param {{ wanted: string[], say?: (text: string) => void, timeLimit?: number }} options
 *   `wanted`: names of `PROGRAMS` or of the tools of a family; `say` hears one line at a time: which program, which of how many,
 *   how long; `timeLimit`: milliseconds for everything that has to be built
 * @returns {Promise<{ bin: Record<string, string>, missing: Missing[] }>} `bin`: an executable file by name
 */
export async function ensureBinaries({
  wanted,
  say = () => {},
  timeLimit = TIME_LIMIT,
}) {
  const unknown = wanted.filter(name => name !== 'redis' && !familyOf(name));
  if (unknown.length > 0)
    throw new Error(`no program of the platform is called ${unknown[0]}`);
  const cache = cacheFolder();
  const deadline = Date.now() + timeLimit;
  const bin = {};
  const missing = [];
  let found;
  const go = () => {
    found ??= { go: findGo() };
    return found.go;
  };
  const toBuild = Object.keys(FAMILIES).flatMap(family =>
    Object.keys(FAMILIES[family].tools).filter(
      name =>
        wanted.includes(name) &&
        !isProgram(path.join(cache, buildFolderName(family), name)),
    ),
  );
  const onProgress = (name, text) =>
    say(`${name} (${toBuild.indexOf(name) + 1} of ${toBuild.length}): ${text}`);
  if (wanted.includes('redis')) bin.redis = findRedis();
  for (const [family, { tools, skips }] of Object.entries(FAMILIES)) {
    const names = Object.keys(tools).filter(name => wanted.includes(name));
    if (names.length === 0) continue;
    let reason;
    try {
      // One after the other: two compilers side by side need more memory than small machines have.
      // eslint-disable-next-line no-await-in-loop
      await ensureFamily({ family, names, cache, go, deadline, onProgress });
    } catch (error) {
      if (!(error instanceof CannotBuild)) throw error;
      reason = error.message;
    }
    for (const name of names) {
      const file = path.join(cache, buildFolderName(family), name);
      if (isProgram(file)) bin[name] = file;
      else missing.push({ name, reason, skips });
    }
  }
  return { bin, missing };
}

const DIR_LIMIT = 10 * 60_000;

/**
 * Where Go keeps the files of a module: CRDs, stages and templates are read from there.
 *
 * @param {string} family whose go.mod names the version
 * @param {string} [module] the family's main one unless said
 * @returns {Promise<string>} absolute path of a read-only folder
 * @throws {CannotBuild} when there is no Go or the module cannot be downloaded
 */
export async function moduleDir(family, module = FAMILIES[family].module) {
  const go = findGo();
  const reason = whyNotWith(go, goModOf(family).go);
  if (reason) throw new CannotBuild(`the files of ${module}: ${reason}`);
  const { version } = goModOf(family);
  if (module === FAMILIES[family].module) {
    const kept = await runGo(go, ['env', 'GOMODCACHE'], {
      cwd: moduleFolder(family),
      limit: 60_000,
    });
    // The path of a module in the cache: capitals are written as `!` and the small letter.
    const folder = path.join(
      kept.stdout.trim(),
      `${module.replace(
        /[A-Z]/g,
        letter => `!${letter.toLowerCase()}`,
      )}@${version}`,
    );
    if (fs.existsSync(folder)) return folder;
  }
  const { code, stdout, stderr, cutOff } = await runGo(
    go,
    ['mod', 'download', '-json', module],
    { cwd: moduleFolder(family), limit: DIR_LIMIT },
  );
  if (code !== 0 || cutOff) {
    throw new CannotBuild(
      `the files of ${module} could not be had: ${explainGo(stderr + stdout)}`,
    );
  }
  return JSON.parse(stdout).Dir;
}
