// Tests of the launcher's rooms: node --test scripts
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { clusterFlags } from './attach.mjs';
import { prepareDataDir } from './dataDir.mjs';
import { explainNetwork } from './network.mjs';
import { yarnEnvironment } from './npm.mjs';
import { neededPorts, readOptions } from './options.mjs';
import { anyFreePort, requireFree } from './ports.mjs';
import { isAlive, startTime } from './processes.mjs';
import { RunFile, findRunning, stopLeftovers } from './runFile.mjs';
import { Failure } from './say.mjs';
import { readSecrets, writePassFile } from './secrets.mjs';
import { contentHash } from './workspace.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-launcher-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('options', () => {
  test('take ports from flags, and name the flag that is wrong', () => {
    const options = readOptions(
      '--port 9007 --argocd-port 9080 --data-dir'.split(' ').concat(folder),
    );
    assert.equal(options.ports.portal, 9007);
    assert.equal(options.ports.argocd, 9080);
    const argocd = neededPorts(options).find(row => row.port === 9080);
    assert.deepEqual(
      [argocd.flag, argocd.what],
      ['--argocd-port', "the sandbox's Argo CD"],
    );
    assert.equal(options.dataDir, folder);
    assert.throws(
      () => readOptions(['--api-port', '70000']),
      error => error instanceof Failure && /--api-port/.test(error.message),
    );
    assert.throws(() => readOptions(['--prot', '1']), Failure);
    const config = path.join(folder, 'more.yaml');
    assert.throws(
      () => readOptions(['--config', config]),
      error => error instanceof Failure && error.message.includes(config),
    );
    fs.writeFileSync(config, '');
    assert.deepEqual(readOptions(['--config', config]).configs, [config]);
  });

  test("on a cluster of one's own, ask for no ports of the sandbox's", () => {
    const options = readOptions(['--kubeconfig', 'k', '--context', 'a b']);
    assert.deepEqual(clusterFlags(options), [
      '--kubeconfig',
      path.resolve('k'),
      '--context',
      'a b',
    ]);
    assert.deepEqual(
      neededPorts(options).map(row => row.flag),
      ['--port', '--postgres-port', '--issuer-port', '--git-port'],
    );
    assert.deepEqual(clusterFlags(readOptions([])), []);
    for (const flag of ['--context', '--install']) {
      assert.throws(
        () => readOptions([flag, 'x']),
        error => error instanceof Failure && /--kubeconfig/.test(error.message),
      );
    }
  });
});

describe('the data folder', () => {
  test('is made with its parents, closed to others', () => {
    const made = path.join(folder, 'a', 'b');
    prepareDataDir(made);
    prepareDataDir(made);
    assert.equal(fs.statSync(made).mode & 0o077, 0);
    assert.deepEqual(fs.readdirSync(made), []);
  });

  test('is refused in a sentence where none can be', () => {
    const file = path.join(folder, 'a-file');
    fs.writeFileSync(file, '');
    const refused = [file, path.join(file, 'x')];
    if (process.platform === 'linux') refused.push('/proc/cairn/x');
    for (const place of refused) {
      assert.throws(
        () => prepareDataDir(place),
        error => error instanceof Failure && error.message.includes(place),
      );
    }
    assert.throws(() => readOptions(['--data-dir', '']), /--data-dir is empty/);
  });
});

describe('ports', () => {
  test('a taken port is named with its holder and its flag', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => {
      server.once('listening', resolve);
    });
    const { port } = server.address();
    const options = readOptions(['--postgres-port', String(port)]);
    const needed = neededPorts(options).filter(row => row.port === port);
    await assert.rejects(requireFree(needed), error => {
      assert.match(error.message, new RegExp(`port ${port}`));
      assert.match(error.message, new RegExp(`process ${process.pid}`));
      assert.match(error.message, /--postgres-port/);
      return true;
    });
    server.close();
  });

  test('two parts cannot share one', async () => {
    const port = await anyFreePort();
    const row = { port, what: 'a part' };
    await assert.rejects(
      requireFree([
        { ...row, flag: '--port' },
        { ...row, flag: '--api-port' },
      ]),
      /--port and --api-port/,
    );
  });
});

describe('the note of a run', () => {
  test('finds the running launcher, and what a killed one left', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)']);
    const note = new RunFile(folder, { url: 'http://localhost:1' });
    note.note('sandbox', child.pid);
    assert.equal(findRunning(folder).url, 'http://localhost:1');

    const file = path.join(folder, 'run.json');
    const content = JSON.parse(fs.readFileSync(file, 'utf8'));
    // The same number with another start time is another process.
    content.launcher.started = 'another boot:1';
    fs.writeFileSync(file, JSON.stringify(content));
    assert.equal(findRunning(folder), undefined);

    const known = { pid: child.pid, started: startTime(child.pid) };
    assert.equal(isAlive(known), true);
    assert.deepEqual(await stopLeftovers(folder), ['sandbox']);
    assert.equal(isAlive(known), false);
  });
});

describe('secrets', () => {
  test('are made once and closed to others', () => {
    const first = readSecrets(folder);
    assert.deepEqual(readSecrets(folder), first);
    const passFile = writePassFile(folder, 1, 'cairn', first.postgresPassword);
    for (const file of [path.join(folder, 'secrets.json'), passFile]) {
      assert.equal(fs.statSync(file).mode & 0o077, 0);
    }
  });
});

describe('what changed', () => {
  test('is told by content, not by tests or build output', () => {
    const source = path.join(folder, 'package');
    fs.mkdirSync(path.join(source, 'dist'), { recursive: true });
    fs.writeFileSync(path.join(source, 'a.ts'), '1');
    const before = contentHash([source]);
    fs.writeFileSync(path.join(source, 'a.test.ts'), '1');
    fs.writeFileSync(path.join(source, 'dist', 'a.js'), '1');
    assert.equal(contentHash([source]), before);
    fs.writeFileSync(path.join(source, 'a.ts'), '2');
    assert.notEqual(contentHash([source]), before);
  });
});

describe('the way to the registry', () => {
  test("is npm's own: registry, credentials, proxy", () => {
    const root = path.join(folder, 'checkout');
    fs.mkdirSync(root);
    const keep = { ...process.env };
    Object.assign(process.env, {
      npm_config_registry: 'http://mirror.example:4873/npm/',
      npm_config_https_proxy: 'http://proxy.example:3128',
      MIRROR_TOKEN: 'not-a-secret',
    });
    fs.writeFileSync(
      path.join(root, '.npmrc'),
      '//mirror.example:4873/:_authToken=${MIRROR_TOKEN}\n',
    );
    const env = yarnEnvironment(root);
    process.env = keep;
    assert.equal(
      env.YARN_NPM_REGISTRY_SERVER,
      'http://mirror.example:4873/npm',
    );
    assert.equal(env.YARN_NPM_AUTH_TOKEN, 'not-a-secret');
    assert.equal(env.YARN_HTTPS_PROXY, 'http://proxy.example:3128');
    assert.equal(env.YARN_UNSAFE_HTTP_WHITELIST, 'mirror.example');
  });

  test('a failure is told in a sentence', () => {
    const sentence = output => explainNetwork(output, 'It failed').message;
    assert.match(sentence('RequestError: getaddrinfo ENOTFOUND x'), /network/);
    assert.match(sentence('ENOSPC: no space left on device'), /disk is full/);
    assert.match(sentence('YN0018: remote archive checksum'), /checksum/);
    assert.match(sentence('YN0028: The lockfile would'), /yarn\.lock/);
  });
});
