// Tests of the embedded PostgreSQL: node --test scripts
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { anyFreePort } from './ports.mjs';
import {
  clearStaleServer,
  ensureDatabase,
  initialise,
  isServing,
  serverCommand,
} from './postgres.mjs';
import { postgresHome } from './postgresHome.mjs';
import { Supervisor } from './supervisor.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-postgres-'));
const leftovers = [folder];
after(() => {
  for (const left of leftovers) {
    fs.rmSync(left, { recursive: true, force: true });
  }
});

const PASSWORD = 'throw-away';

test('comes back after kill -9, takes only its password, and is closed to others', async () => {
  const home = postgresHome(folder);
  // Under a folder closed to others it lies elsewhere.
  if (!home.data.startsWith(folder)) leftovers.push(path.dirname(home.data));
  await initialise(home, PASSWORD);
  await initialise(home, PASSWORD);
  const port = await anyFreePort();
  const pids = [];
  const supervisor = new Supervisor({
    logDir: path.join(folder, 'logs'),
    onStart: (_name, pid) => pids.push(pid),
  });
  await supervisor.start({
    name: 'postgres',
    beforeStart: () => clearStaleServer(home),
    command: () => serverCommand(home, port),
    isReady: () => isServing(port, PASSWORD),
    stopSignal: 'SIGINT',
  });
  await ensureDatabase(port, PASSWORD, 'cairn');
  await ensureDatabase(port, PASSWORD, 'cairn');
  await assert.rejects(isServing(port, 'wrong'), /password/);
  assert.equal(
    fs
      .readFileSync(path.join(home.data, 'pg_hba.conf'), 'utf8')
      .split('\n')
      .filter(row => row && !row.startsWith('#'))
      .every(row => row.endsWith('scram-sha-256')),
    true,
  );

  process.kill(pids[0], 'SIGKILL');
  const deadline = Date.now() + 30_000;
  while (pids.length < 2 || !(await isServing(port, PASSWORD))) {
    assert.ok(Date.now() < deadline, 'the server did not come back');
    await new Promise(resolve => {
      setTimeout(resolve, 50);
    });
  }
  await supervisor.stop();
  assert.equal(await isServing(port, PASSWORD), false);
  assert.equal(fs.existsSync(path.join(home.data, 'postmaster.pid')), false);
});
