// The embedded PostgreSQL: made once, started with every Cairn, loopback only.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runLines } from './npm.mjs';
import { ROOT } from './options.mjs';
import { commandLine, startTime, stopProcess } from './processes.mjs';
import { Failure, explainFileError } from './say.mjs';

export const SUPERUSER = 'cairn';

/**
 * npm packages carry no links and may lose the right to execute: both are put right here, where the
 * package would do it in an install script, which Cairn does not run.
 */
export function makeUsable(program) {
  const links = JSON.parse(
    fs.readFileSync(path.join(program, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = path.join(path.dirname(program), target);
    if (fs.lstatSync(link, { throwIfNoEntry: false })) continue;
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
  for (const name of fs.readdirSync(path.join(program, 'bin'))) {
    const file = path.join(program, 'bin', name);
    if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755);
  }
}

function giveTo(file, owner) {
  if (owner) fs.chownSync(file, owner.uid, owner.gid);
}

/** Makes the database cluster; a half-made one of an interrupted start is thrown away first. */
export async function initialise({ program, data, owner }, password) {
  if (fs.existsSync(path.join(data, 'PG_VERSION'))) return;
  if (fs.existsSync(data) && fs.readdirSync(data).length > 0) {
    throw new Failure(
      `${data} is not empty and is no database; move it away or choose another --data-dir.`,
    );
  }
  const fresh = `${data}.new`;
  const passwordFile = `${data}.password.${randomBytes(4).toString('hex')}`;
  try {
    fs.rmSync(fresh, { recursive: true, force: true });
    fs.mkdirSync(fresh, { recursive: true, mode: 0o700 });
    giveTo(fresh, owner);
    fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    giveTo(passwordFile, owner);
    const { code, output } = await runLines(
      path.join(program, 'bin', 'initdb'),
      [
        `--pgdata=${fresh}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The same order of text on every machine, whatever locales it has.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      {
        cwd: '/',
        uid: owner?.uid,
        gid: owner?.gid,
        env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' },
      },
    );
    if (code !== 0) {
      const full = /No space left/i.test(output);
      throw new Failure(
        full
          ? 'the disk is full: the database could not be made.'
          : 'the database could not be made.',
        { detail: output.slice(-1500) },
      );
    }
    if (fs.existsSync(data)) fs.rmdirSync(data);
    fs.renameSync(fresh, data);
  } catch (error) {
    throw explainFileError(error, data);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/** Stops a server left over in this data folder, and clears away the note of one that is gone. */
export async function clearStaleServer({ data }) {
  const note = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(note)) return;
  const pid = Number(fs.readFileSync(note, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1 && commandLine(pid)?.includes(data)) {
    await stopProcess({ pid, started: startTime(pid) }, { signal: 'SIGINT' });
  }
  fs.rmSync(note, { force: true });
}

/** How to start the server, for the supervisor. */
export function serverCommand({ program, data, owner }, port) {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    password_encryption: 'scram-sha-256',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    lc_messages: 'C',
  };
  return {
    command: path.join(program, 'bin', 'postgres'),
    args: [
      '-D',
      data,
      ...Object.entries(settings).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]),
    ],
    cwd: '/',
    uid: owner?.uid,
    gid: owner?.gid,
    env: { PATH: process.env.PATH },
  };
}

/** @returns {string} a URL as this server's superuser */
export function superuserUrl(port, password, database) {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

async function withClient(url, work) {
  const { Client } = createRequire(path.join(ROOT, 'package.json'))('pg');
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Whether the server takes connections; throws when it answers but refuses the password. */
export async function isServing(port, password) {
  try {
    await withClient(superuserUrl(port, password, 'postgres'), client =>
      client.query('select 1'),
    );
    return true;
  } catch (error) {
    if (error.code === '28P01') {
      throw new Failure(
        'the database does not take the password in the data folder; restore secrets.json or start afresh with npm run reset.',
        { cause: error },
      );
    }
    return false;
  }
}

/**
 * Makes a database unless it is there, and closes it, like the server's own `postgres`, to every
 * login but the superuser's: the sandbox makes logins on this server for the databases of teams.
 */
export async function ensureDatabase(port, password, name) {
  await withClient(superuserUrl(port, password, 'postgres'), async client => {
    const found = await client.query(
      'select 1 from pg_database where datname = $1',
      [name],
    );
    const database = client.escapeIdentifier(name);
    if (found.rowCount === 0) await client.query(`create database ${database}`);
    await client.query(
      `revoke connect, temporary on database ${database}, postgres, template1 from public`,
    );
  });
}
