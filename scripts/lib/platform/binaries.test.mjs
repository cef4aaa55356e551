// Tests of how the platform's programs are found, named and built: node --test scripts
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTime } from '../processes.mjs';
import { ensureBinaries, missingInWords, whyNotWith } from './binaries.mjs';
import { StillLocked, withLock } from './buildLock.mjs';
import {
  FAMILIES,
  buildFlags,
  buildFolderName,
  buildHash,
  goModOf,
  moduleFolder,
  readGoMod,
} from './families.mjs';
import { findGo, goVersionOf, isAtLeast, memoryPlan, runGo } from './go.mjs';
import { explainGo } from './goBuild.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-binaries-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Runs with other variables, and puts the old ones back. */
async function withEnv(env, work) {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(env)) process.env[name] = value;
  try {
    return await work();
  } finally {
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

/** A program that stands for Go: it answers to `version`, and does what is said otherwise. */
function standInForGo(name, version, otherwise) {
  const file = path.join(folder, name);
  fs.writeFileSync(
    file,
    `#!/bin/sh\ncase "$1" in version) echo "go version go${version} linux/amd64";; *) ${otherwise};; esac\n`,
    { mode: 0o755 },
  );
  return file;
}

test('every family has a module whose tool lines are what is built, and no Go source', () => {
  for (const [family, { tools, module }] of Object.entries(FAMILIES)) {
    const mod = goModOf(family);
    assert.deepEqual(
      [...mod.tools].sort(),
      Object.values(tools).sort(),
      family,
    );
    assert.match(mod.version, /^v\d+\.\d+\.\d+$/, `${family}: ${module}`);
    assert.deepEqual(
      fs.readdirSync(moduleFolder(family)).sort(),
      ['go.mod', 'go.sum'],
      family,
    );
  }
});

test('reads go.mod in both of its styles', () => {
  const block = `module x\n\ngo 1.26.3 // least\n\ntool (\n\ta.b/c\n\td.e/f\n)\n\nrequire (\n\ta.b v1.2.3 // indirect\n)\n`;
  assert.deepEqual(readGoMod(block, 'a.b'), {
    go: '1.26.3',
    version: 'v1.2.3',
    tools: ['a.b/c', 'd.e/f'],
  });
  const single =
    'module x\ngo 1.26\ntool a.b/c\nrequire a.b v1.2.3\nreplace a.b => a.b v9.9.9\n';
  assert.deepEqual(readGoMod(single, 'a.b'), {
    go: '1.26',
    version: 'v1.2.3',
    tools: ['a.b/c'],
  });
});

test('stamps the version that go.mod names, as clients parse it', () => {
  const flags = buildFlags('kubernetes', 'v1.36.3').join(' ');
  assert.match(flags, /version\.gitVersion=v1\.36\.3 /);
  assert.match(flags, /version\.gitMajor=1 .*version\.gitMinor=36 /);
  assert.match(
    buildFlags('argocd', 'v3.5.7').join(' '),
    /common\.version=3\.5\.7/,
  );
});

test('names a build by everything that goes into it', () => {
  const inputs = {
    goMod: 'a',
    goSum: 'b',
    flags: ['-x'],
    platform: 'linux-x64',
  };
  const hash = buildHash(inputs);
  assert.match(hash, /^[0-9a-f]{12}$/);
  assert.equal(buildHash({ ...inputs }), hash);
  for (const change of [
    { goMod: 'a2' },
    { goSum: 'b2' },
    { flags: ['-y'] },
    { platform: 'darwin-arm64' },
    // The end of one is not the beginning of the next.
    { goMod: 'ab', goSum: '' },
  ]) {
    assert.notEqual(buildHash({ ...inputs, ...change }), hash);
  }
});

test('compares versions of Go by number', () => {
  assert.equal(goVersionOf('go version go1.26.8 linux/amd64'), '1.26.8');
  assert.equal(goVersionOf('go version go1.27rc1 linux/amd64'), '1.27');
  assert.equal(goVersionOf('nothing of the kind'), undefined);
  assert.equal(isAtLeast('1.26.8', '1.26.6'), true);
  assert.equal(isAtLeast('1.26', '1.26.0'), true);
  assert.equal(isAtLeast('1.9.9', '1.26.0'), false);
  assert.equal(isAtLeast('2.0', '1.26.6'), true);
  assert.equal(isAtLeast('1.26.5', '1.26.6'), false);
});

test('uses fewer compilers where memory is small', () => {
  assert.deepEqual(memoryPlan({ cpus: 2, availableBytes: 7e9 }), {
    parallel: 2,
    gogc: 400,
  });
  assert.deepEqual(memoryPlan({ cpus: 8, availableBytes: 5e9 }), {
    parallel: 2,
    gogc: 100,
  });
  assert.equal(memoryPlan({ cpus: 2, availableBytes: 1e9 }).parallel, 1);
});

test('explains in words what Go printed', () => {
  const cases = [
    ['write /x: no space left on device', /disk is full/],
    [
      'go: a.b/c@v1: Get "https://proxy/": dial tcp: lookup proxy: no such host',
      /cannot be downloaded/,
    ],
    ['go: a@v1: module lookup disabled by GOPROXY=off', /cannot be downloaded/],
    ['go: a@v1: reading https://x: 403 Forbidden', /cannot be downloaded/],
    ['link: signal: killed', /too little memory/],
    ['verifying a@v1: checksum mismatch', /checksum differs/],
    ['a.go:1: undefined: x', /could not build it \(a\.go:1: undefined: x\)/],
  ];
  for (const [printed, expected] of cases)
    assert.match(explainGo(printed), expected);
});

test('finds the newest Go, or the one that is named', () => {
  const old = standInForGo('old', '1.24.1', 'exit 1');
  assert.deepEqual(findGo({ CAIRN_GO: old }), { file: old, version: '1.24.1' });
  assert.equal(findGo({ CAIRN_GO: '' }), undefined);
  assert.equal(findGo({ CAIRN_GO: path.join(folder, 'absent') }), undefined);
  const [a, b] = ['a', 'b'].map(name => path.join(folder, name));
  fs.mkdirSync(a);
  fs.mkdirSync(b);
  standInForGo('a/go', '1.25.0', 'exit 1');
  standInForGo('b/go', '9.9.1', 'exit 1');
  const found = findGo({ PATH: [a, b].join(path.delimiter) });
  assert.deepEqual(found, { file: path.join(b, 'go'), version: '9.9.1' });
});

test('without Go says what is missing and what that skips, and uses what was built', async () => {
  const cache = path.join(folder, 'cache');
  const built = path.join(cache, buildFolderName('kubeconform'), 'kubeconform');
  fs.mkdirSync(path.dirname(built), { recursive: true });
  fs.writeFileSync(built, '#!/bin/sh\n', { mode: 0o755 });
  const { bin, missing } = await withEnv(
    { CAIRN_PLATFORM_BIN: cache, CAIRN_GO: '', PATH: '' },
    () =>
      ensureBinaries({
        wanted: ['redis', 'kubeconform', 'argocd', 'kyverno-cli'],
      }),
  );
  assert.equal(bin.kubeconform, built);
  assert.match(bin.redis, /redisServer\.mjs$/);
  assert.deepEqual(
    missing.map(({ name }) => name),
    ['argocd', 'kyverno-cli'],
  );
  assert.equal(
    missingInWords(missing[0]),
    'argocd is missing: there is no Go on this machine to build it with; install Go 1.26.3 or newer. That skips delivery through the real Argo CD.',
  );
  assert.match(whyNotWith({ version: '1.24.1' }, '1.26.0'), /too old/);
});

test('says so when there is no place for what is built', async () => {
  const file = path.join(folder, 'a-file');
  fs.writeFileSync(file, '');
  const go = standInForGo('idle-go', '1.99.0', 'exit 1');
  for (const cache of [path.join(file, 'bin'), '/proc/cairn']) {
    const { missing } = await withEnv(
      { CAIRN_PLATFORM_BIN: cache, CAIRN_GO: go },
      () => ensureBinaries({ wanted: ['opa'] }),
    );
    assert.match(missing[0].reason, /cannot be made .*CAIRN_PLATFORM_BIN/);
  }
});

test('says why a build failed, leaves nothing half built, and goes on with the rest', async () => {
  const cache = path.join(folder, 'failing');
  const go = standInForGo(
    'failing-go',
    '1.99.0',
    '[ "$1" = env ] && { echo /; echo /; exit 0; }; echo "go: x@v1: dial tcp: i/o timeout" >&2; exit 1',
  );
  const said = [];
  const { bin, missing } = await withEnv(
    { CAIRN_PLATFORM_BIN: cache, CAIRN_GO: go },
    () =>
      ensureBinaries({
        wanted: ['kwok', 'opa', 'redis'],
        say: text => said.push(text),
      }),
  );
  assert.deepEqual(Object.keys(bin), ['redis']);
  assert.deepEqual(
    missing.map(({ name }) => name),
    ['kwok', 'opa'],
  );
  assert.match(missing[0].reason, /cannot be downloaded/);
  for (const family of ['kwok', 'opa']) {
    const left = fs.readdirSync(path.join(cache, buildFolderName(family)));
    assert.deepEqual(left, []);
  }
});

test('builds what is wanted, says which of how many, and builds it once', async () => {
  const cache = path.join(folder, 'building');
  const log = path.join(folder, 'builds');
  const go = standInForGo(
    'building-go',
    '1.99.0',
    `case "$1" in env) echo /; echo /;; list) echo fmt;; build) echo "$*" >> ${log}; while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\n' > "$2"; chmod +x "$2";; esac`,
  );
  const said = [];
  const build = () =>
    withEnv({ CAIRN_PLATFORM_BIN: cache, CAIRN_GO: go }, () =>
      Promise.all(
        [1, 2].map(() =>
          ensureBinaries({
            wanted: ['kwok', 'opa'],
            say: text => said.push(text),
          }),
        ),
      ),
    );
  const [first, second] = await build();
  assert.deepEqual(first.missing, []);
  assert.deepEqual(second.bin, first.bin);
  await build();
  const builds = fs.readFileSync(log, 'utf8').trim().split('\n');
  assert.equal(builds.length, 2);
  assert.match(
    builds[0],
    /-trimpath .*-s -w .*-o \S+\.kwok\.\d+ sigs\.k8s\.io\/kwok\/cmd\/kwok$/,
  );
  assert.ok(said.includes('opa (2 of 2): building'), said.join('\n'));
});

test(
  'ends a Go that hangs, and its children',
  { timeout: 90_000 },
  async () => {
    const pidFile = path.join(folder, 'pid');
    const file = standInForGo(
      'hanging-go',
      '1.99.0',
      `sh -c 'echo $$ > ${pidFile}; exec sleep 300' & wait`,
    );
    // Longer where the machine is too busy to start the child in time.
    for (const limit of [1_000, 5_000, 30_000]) {
      // eslint-disable-next-line no-await-in-loop
      const { cutOff } = await runGo({ file, version: '1.99.0' }, ['build'], {
        cwd: folder,
        limit,
      });
      assert.equal(cutOff, true);
      if (fs.existsSync(pidFile)) break;
    }
    const pid = Number(fs.readFileSync(pidFile, 'utf8'));
    while (startTime(pid) !== undefined) {
      // eslint-disable-next-line no-await-in-loop
      await sleep(20);
    }
  },
);

test('takes over the lock of a run that was killed, and waits for one that lives', async () => {
  const file = path.join(folder, 'lock');
  fs.writeFileSync(file, JSON.stringify({ pid: 1, started: 'another boot' }));
  const order = [];
  const waits = [];
  await withLock(file, async () => {
    const other = withLock(file, async () => order.push('second'), {
      onWait: pid => waits.push(pid),
    });
    while (waits.length === 0)
      // eslint-disable-next-line no-await-in-loop
      await sleep(10);
    await assert.rejects(
      withLock(file, async () => order.push('never'), { limit: 0 }),
      StillLocked,
    );
    order.push('first');
    return { other };
  }).then(({ other }) => other);
  assert.deepEqual(order, ['first', 'second']);
  assert.deepEqual(waits, [process.pid]);
  assert.equal(fs.existsSync(file), false);
});
