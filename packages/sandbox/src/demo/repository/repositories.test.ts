import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { simulateService } from '../history/simulateService';
import { organisationOf } from '../organisation/organisation';
import { readCatalog } from '../organisation/readCatalog';
import { buildServiceRepository } from './buildServiceRepository';
import { fastImport } from './fastImport';

const run = promisify(execFile);

test('git gives the repositories the ids that were computed', async () => {
  const catalog = await readCatalog(
    resolve(__dirname, '../../../../../catalog'),
  );
  const { services } = organisationOf(catalog);
  expect(services.map(({ name }) => name)).toHaveLength(25);
  const folder = await mkdtemp(join(tmpdir(), 'cairn-demo-'));
  try {
    const git = (...args: string[]) =>
      run('git', [`--git-dir=${folder}`, ...args], { maxBuffer: 1e8 });
    await git('init', '--bare', '--quiet');
    const importing = spawn('git', [
      `--git-dir=${folder}`,
      'fast-import',
      '--quiet',
    ]);
    let said = '';
    importing.stderr.on('data', chunk => (said += chunk));
    const wanted: string[] = [];
    const seed = { seed: 'fernhill', anchor: Date.UTC(2026, 10, 21, 17) };
    // One of each way to merge, and one that is in no cluster.
    const chosen = [
      'log-shipper',
      'loyalty-service',
      'mobile-shop',
      'picking-app',
    ];
    for (const service of services) {
      if (!chosen.includes(service.name)) continue;
      const made = buildServiceRepository(simulateService(service, seed));
      const prefix = `refs/demo/${made.owner}/${made.name}/`;
      for (const part of fastImport(made, prefix)) importing.stdin.write(part);
      for (const [name, sha] of made.refs) {
        wanted.push(`${sha} ${name.replace('refs/', prefix)}`);
      }
    }
    importing.stdin.end();
    const [code] = await once(importing, 'close');
    expect(`${code}${said}`).toBe('0');
    const { stdout } = await git(
      'for-each-ref',
      '--format=%(objectname) %(refname)',
    );
    const found = stdout
      .trim()
      .split('\n')
      .filter(line => !line.endsWith('/scratch'));
    expect(found.sort()).toEqual(wanted.sort());
    await git('fsck', '--strict');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
