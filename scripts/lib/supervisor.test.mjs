import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Supervisor } from './supervisor.mjs';

let logDir;
let supervisor;
let started;

beforeEach(() => {
  logDir = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-supervisor-'));
  started = [];
  supervisor = new Supervisor({
    logDir,
    onStart: (name, pid) => started.push({ name, pid }),
  });
});

afterEach(async () => {
  await supervisor.stop();
  fs.rmSync(logDir, { recursive: true, force: true });
});

const child = (name, more) => ({
  name,
  command: () => ({
    command: process.execPath,
    args: ['-e', 'setInterval(() => {}, 1000)'],
  }),
  isReady: async () => true,
  ...more,
});

const times = name => started.filter(one => one.name === name).length;

/** Waits until it is so; the test's own limit ends it otherwise. */
async function until(condition) {
  while (!condition()) await sleep(50);
}

test(
  'starts again what was killed, and after it what follows it',
  {
    timeout: 30_000,
  },
  async () => {
    await supervisor.start(child('server'));
    await supervisor.start(child('reader', { follows: 'server' }));
    await supervisor.start(child('bystander'));
    process.kill(started[0].pid, 'SIGKILL');
    await until(() => times('reader') === 2);
    assert.equal(times('server'), 2);
    assert.equal(times('bystander'), 1);
    const [server, reader] = supervisor.states();
    assert.equal(server.restarts, 1);
    assert.match(server.lastExit, /SIGKILL/);
    // It did not end by itself.
    assert.equal(reader.restarts, 0);
    assert.ok(reader.running);
  },
);

test('leaves alone what was stopped by hand', { timeout: 30_000 }, async () => {
  await supervisor.start(child('server'));
  await supervisor.start(child('reader', { follows: 'server' }));
  await supervisor.stopOne('reader');
  await supervisor.restart('server');
  assert.equal(times('server'), 2);
  assert.equal(times('reader'), 1);
  await supervisor.startOne('reader');
  assert.equal(times('reader'), 2);
});

test(
  'starts what follows again when it is stopped and started by hand',
  {
    timeout: 30_000,
  },
  async () => {
    await supervisor.start(child('server'));
    await supervisor.start(child('reader', { follows: 'server' }));
    await supervisor.restart('server');
    assert.equal(times('reader'), 2);
    // Already running: nothing to follow.
    await supervisor.startOne('server');
    assert.equal(times('reader'), 2);
  },
);
