// Tests of what starts the real platform: its command line, ports, parts, keys and data folder.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { Failure } from '../say.mjs';
import { askedParts, PARTS, startableParts } from './parts.mjs';
import { ensurePki, kubeconfigFor } from './pki.mjs';
import { readPlatformOptions } from './platformOptions.mjs';
import { PORT_SPAN, portsFrom, portsOf } from './platformPorts.mjs';
import { columns, statusRows } from './platformTable.mjs';
import { startPlatform } from './stack.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-platform-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const saying = pattern => error =>
  error instanceof Failure && pattern.test(error.message);

describe('the command line', () => {
  const read = (text, env = {}) => readPlatformOptions(text.split(' '), env);

  test('takes flags before the environment, and lists from both forms', () => {
    const env = {
      CAIRN_PLATFORM_DIR: '/there',
      CAIRN_PLATFORM_PORT_BASE: '9000',
    };
    assert.equal(read('status', env).dataDir, '/there');
    const options = read(
      'up --data-dir /here --port-base 9100 --only argocd,kwok --only gitea --netns auto',
      env,
    );
    assert.deepEqual(
      [options.command, options.dataDir, options.portBase, options.netns],
      ['up', '/here', 9100, 'auto'],
    );
    assert.deepEqual(options.only, ['argocd', 'kwok', 'gitea']);
    assert.deepEqual(
      [read('logs etcd -f').part, read('logs etcd -f').follow],
      ['etcd', true],
    );
  });

  test('leaves the words of exec alone', () => {
    for (const text of [
      'exec --data-dir /x kubectl get pods -f --yes',
      'exec --data-dir=/x -- kubectl get pods -f --yes',
      '--data-dir /x exec kubectl get pods -f --yes',
    ]) {
      const options = read(text);
      assert.deepEqual(
        [options.dataDir, options.inside.join(' '), options.follow],
        ['/x', 'kubectl get pods -f --yes', false],
      );
    }
  });

  test('names what is wrong', () => {
    for (const [text, pattern] of [
      ['fly', /'fly' is no command/],
      ['up etcd', /up does not take 'etcd'/],
      ['restart', /needs the name of a part/],
      ['exec', /needs a command/],
      ['up --port-base 80', /--port-base is '80'/],
      ['up --port-base 65530', /--port-base/],
      ['up --netns maybe', /--netns is 'maybe'/],
      ['up --prot 1', /--prot/],
    ])
      assert.throws(() => read(text), saying(pattern), text);
    assert.match(read('--help').help, /npm run platform/);
  });
});

describe('ports', () => {
  test('differ, and stay within the span, so that two run side by side', () => {
    const first = Object.values(portsFrom(7500));
    const second = Object.values(portsFrom(7500 + PORT_SPAN));
    assert.equal(new Set([...first, ...second]).size, first.length * 2);
  });

  test('of all parts are all there are', () => {
    const ports = portsFrom(7500);
    const needed = portsOf(
      PARTS.map(part => part.name),
      ports,
    ).map(({ port }) => port);
    assert.deepEqual(
      [...needed].sort((a, b) => a - b),
      Object.values(ports).sort((a, b) => a - b),
    );
    assert.deepEqual(
      portsOf(['etcd'], ports).map(({ port }) => port),
      [7503, 7504],
    );
  });
});

describe('parts', () => {
  test('bring what they need, and go with it', () => {
    assert.deepEqual(askedParts({ only: ['gitea'] }), ['postgres', 'gitea']);
    assert.deepEqual(askedParts({ only: ['argocd-server'] }), [
      'etcd',
      'api-server',
      'redis',
      'argocd-repo-server',
      'argocd-server',
    ]);
    const kept = askedParts({ without: ['redis', 'kyverno', 'gitea'] });
    assert.ok(kept.includes('kwok'));
    assert.ok(
      !kept.some(name => /argocd|kyverno|redis|gitea|postgres/.test(name)),
      kept.join(),
    );
    assert.throws(
      () => askedParts({ only: ['crossplane'] }),
      saying(/--only names 'crossplane'.*argocd-server/),
    );
    assert.throws(
      () => askedParts({ only: ['kwok'], without: ['etcd'] }),
      saying(/leave no part/),
    );
  });

  test('without a program are left out, with all that need them and the reason', () => {
    const { parts, leftOut } = startableParts(
      askedParts({ only: ['kubernetes', 'argocd-server'] }),
      {
        bin: Object.fromEntries(
          [
            ...['etcd', 'kube-apiserver', 'kubectl', 'kube-scheduler'],
            ...['kube-controller-manager', 'kwok', 'redis'],
          ].map(name => [name, `/bin/${name}`]),
        ),
        missing: [
          { name: 'argocd', reason: 'there is no Go', skips: 'delivery' },
        ],
      },
    );
    assert.ok(parts.includes('kwok') && parts.includes('redis'));
    assert.deepEqual(leftOut, [
      { name: 'argocd-repo-server', reason: 'there is no Go' },
      { name: 'argocd-server', reason: 'there is no Go' },
    ]);
  });

  test('without the files of their module are left out too', () => {
    const { parts, leftOut } = startableParts(askedParts({ only: ['gitea'] }), {
      bin: { gitea: '/bin/gitea' },
      missing: [{ module: 'gitea', reason: 'there is no network' }],
    });
    assert.deepEqual(parts, ['postgres']);
    assert.deepEqual(leftOut, [
      { name: 'gitea', reason: 'there is no network' },
    ]);
  });

  test('are shown in columns, each with what became of it', () => {
    const rows = columns(
      statusRows({
        parts: [
          { name: 'etcd', running: true, port: 1, pid: 2, restarts: 0 },
          {
            ...{ name: 'kwok', running: false, stopped: true, port: 10 },
            ...{ restarts: 2, lastExit: 'SIGKILL' },
          },
        ],
        supervisor: { pid: 3, memory: 50e6 },
      }),
    );
    assert.equal(rows[1].indexOf('runs'), rows[2].indexOf('stopped'));
    assert.match(rows[2], /restarted 2 times \(last: SIGKILL\)$/);
    assert.match(rows.at(-1), /^all +50 MB$/);
  });
});

describe('keys and certificates', () => {
  const home = path.join(folder, 'pki');
  const read = name => fs.readFileSync(path.join(home, name));

  test('are closed to others, kept, and made anew with their authority', async () => {
    const pki = await ensurePki(home);
    for (const name of fs.readdirSync(home))
      assert.equal(
        fs.statSync(path.join(home, name)).mode & 0o777,
        0o600,
        name,
      );
    const authority = new X509Certificate(read('ca.crt'));
    const serving = new X509Certificate(read('serving.crt'));
    assert.ok(serving.verify(authority.publicKey));
    assert.match(serving.subjectAltName, /DNS:localhost.*IP Address:127.0.0.1/);
    const admin = new X509Certificate(read('admin.crt'));
    assert.match(admin.subject, /O=system:masters\nCN=cairn-platform-admin/);

    const config = kubeconfigFor(pki, {
      client: 'admin',
      server: 'https://127.0.0.1:1',
    });
    const data = /client-certificate-data: (\S+)/.exec(config)[1];
    assert.equal(
      Buffer.from(data, 'base64').toString(),
      String(read('admin.crt')),
    );

    const before = ['ca.crt', 'admin.crt', 'service-accounts.key'].map(read);
    await ensurePki(home);
    const again = ['ca.crt', 'admin.crt', 'service-accounts.key'].map(read);
    assert.deepEqual(again, before);

    fs.rmSync(path.join(home, 'ca.key'));
    await ensurePki(home);
    const renewed = new X509Certificate(read('ca.crt'));
    assert.notEqual(renewed.fingerprint256, authority.fingerprint256);
    assert.ok(new X509Certificate(read('admin.crt')).verify(renewed.publicKey));
    assert.deepEqual(read('service-accounts.key'), before[2]);
  });
});

describe('the data folder', () => {
  test('is refused when its path is too long for a socket', async () => {
    const dataDir = path.join(folder, 'x'.repeat(100));
    await assert.rejects(
      startPlatform({ dataDir, only: ['etcd'] }),
      saying(/too long a path for a socket.*--data-dir/),
    );
    assert.equal(fs.existsSync(dataDir), false);
  });
});
