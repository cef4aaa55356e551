// Tests of what keeps the parts of the real platform, and of what ends those it left behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, startTime } from '../processes.mjs';
import { Failure } from '../say.mjs';
import { Supervisor } from '../supervisor.mjs';
import { endLeftovers, environmentMark } from './leftovers.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-leftovers-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const PATIENCE = 20_000;

async function until(check) {
  const deadline = Date.now() + PATIENCE;
  while (!(await check())) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

/** A process that waits, in nobody's group. */
function waiting(env = {}) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
    detached: true,
  });
  after(() => child.kill('SIGKILL'));
  return { pid: child.pid, started: startTime(child.pid) };
}

describe('leftovers', () => {
  test('are ended by process and start time; whoever has got the number since is left alone', async () => {
    const home = path.join(folder, 'left');
    fs.mkdirSync(home);
    const ours = waiting();
    const foreign = waiting();
    fs.writeFileSync(
      path.join(home, 'run.json'),
      JSON.stringify({
        children: [
          { name: 'etcd', ...ours },
          { name: 'gitea', ...foreign, started: `${foreign.started}0` },
        ],
      }),
    );
    assert.deepEqual(await endLeftovers(home), ['etcd']);
    assert.equal(isAlive(ours), false);
    assert.equal(isAlive(foreign), true);
  });

  test(
    'that no note knows are found by their mark, those of another folder not',
    { skip: process.platform !== 'linux' && 'needs /proc' },
    async () => {
      const home = path.join(folder, 'marked');
      const helper = waiting(environmentMark(home));
      const other = waiting(environmentMark(`${home}-2`));
      // The mark can be read once the program runs in place of the one that started it.
      assert.ok(
        await until(async () => (await endLeftovers(home)).length === 1),
      );
      assert.equal(isAlive(helper), false);
      assert.equal(isAlive(other), true);
    },
  );
});

describe('the supervisor', () => {
  test('starts again what is killed, and counts; leaves alone what was stopped', async () => {
    const pids = [];
    const supervisor = new Supervisor({
      logDir: path.join(folder, 'logs'),
      onStart: (_, pid) => pids.push(pid),
    });
    after(() => supervisor.stop());
    await supervisor.start({
      name: 'part',
      command: () => ({
        command: process.execPath,
        args: ['-e', 'setInterval(() => {}, 1e6)'],
      }),
      isReady: async () => true,
    });
    process.kill(pids[0], 'SIGKILL');
    assert.ok(
      await until(() => pids.length === 2 && supervisor.states()[0].running),
    );
    assert.deepEqual(
      [supervisor.states()[0].restarts, supervisor.states()[0].lastExit],
      [1, 'SIGKILL'],
    );
    await supervisor.stopOne('part');
    assert.deepEqual(
      [supervisor.states()[0].running, supervisor.states()[0].stopped],
      [false, true],
    );
    await supervisor.startOne('part');
    await supervisor.startOne('part');
    assert.equal(pids.length, 3);
    assert.equal(supervisor.states()[0].running, true);
    await assert.rejects(
      supervisor.stopOne('parts'),
      error =>
        error instanceof Failure && /no part called parts/.test(error.message),
    );
  });
});
