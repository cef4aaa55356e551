// A test of a small real platform: etcd and the API server, where they have been built already.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTime } from '../processes.mjs';
import { cacheFolder } from './binaries.mjs';
import { buildFolderName } from './families.mjs';
import { readRun } from './leftovers.mjs';
import { connectPlatform, findPlatform, startPlatform } from './stack.mjs';

const PATIENCE = 90_000;
const programs = path.join(cacheFolder(), buildFolderName('kubernetes'));
const bin = Object.fromEntries(
  ['etcd', 'kube-apiserver', 'kubectl'].map(name => [
    name,
    path.join(programs, name),
  ]),
);
const absent = Object.keys(bin).filter(name => !fs.existsSync(bin[name]));

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-stack-'));
after(() => fs.rmSync(dataDir, { recursive: true, force: true }));

async function until(check) {
  const deadline = Date.now() + PATIENCE;
  while (!(await check())) {
    if (Date.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}

test(
  'a small platform starts, survives kill -9 of a part, and leaves nothing',
  {
    skip:
      absent.length > 0 &&
      `not built: ${absent.join(', ')}; npm run platform -- up builds them`,
  },
  async () => {
    const handle = await startPlatform({
      dataDir,
      bin,
      only: ['api-server'],
    });
    after(() => handle.stop());
    assert.deepEqual(handle.parts, ['etcd', 'api-server']);
    assert.match(
      fs.readFileSync(handle.kubeconfig, 'utf8'),
      new RegExp(`server: https://127.0.0.1:${handle.ports.api}`),
    );
    await assert.rejects(
      startPlatform({ dataDir, bin, only: ['etcd'] }),
      /runs from .* already/,
    );

    const part = async name =>
      (await handle.status()).parts.find(one => one.name === name);
    const { pid } = await part('etcd');
    process.kill(pid, 'SIGKILL');
    assert.ok(
      await until(async () => {
        const now = await part('etcd');
        return now.running && now.pid !== pid && now.restarts === 1;
      }),
    );

    const other = connectPlatform(dataDir);
    await other.stopPart('api-server');
    assert.equal((await part('api-server')).stopped, true);
    // Answers only when it is ready again, which needs etcd.
    await other.startPart('api-server');
    assert.equal((await part('api-server')).running, true);

    const known = readRun(dataDir).children;
    await handle.stop();
    assert.equal(findPlatform(dataDir), undefined);
    for (const child of known)
      assert.notEqual(startTime(child.pid), child.started, child.name);
    for (const name of ['run.json', 'control.sock'])
      assert.equal(fs.existsSync(path.join(dataDir, name)), false, name);
  },
);
