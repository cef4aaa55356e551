import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git, TestHost } from './__testUtils__/TestHost';

// Many real git processes, on computers that have other things to do.
jest.setTimeout(120_000);

describe('git over HTTP', () => {
  let host: TestHost;
  let work: string;

  beforeAll(async () => {
    host = await TestHost.start();
    await host.api('ada', 'POST', '/orgs/payments/repos', {
      name: 'ledger',
      auto_init: true,
    });
    work = await host.folder();
    await git(work, 'clone', '-q', host.remote('ada', 'payments/ledger'), '.');
  });

  afterAll(() => host.stop());

  it('takes pushes of branches, tags and odd or large files, and gives them back', async () => {
    const large = randomBytes(3_000_000);
    await writeFile(join(work, 'large.bin'), large);
    await writeFile(join(work, 'ünïcode "q" \t.txt'), 'odd\n');
    await git(work, 'add', '.');
    await git(work, 'commit', '-qm', 'Odd and large');
    await git(work, 'tag', '-a', 'v1', '-m', 'First');
    await git(
      work,
      'push',
      '-q',
      'origin',
      'HEAD:main',
      'HEAD:feature/a+b',
      'v1',
    );

    const copy = await host.folder();
    await git(
      copy,
      'clone',
      '-q',
      '--depth',
      '1',
      `${host.url}/payments/ledger`,
      '.',
    );
    expect(await readFile(join(copy, 'large.bin'))).toEqual(large);
    expect(await readFile(join(copy, 'ünïcode "q" \t.txt'), 'utf8')).toBe(
      'odd\n',
    );
    expect(await git(copy, 'rev-list', '--count', 'HEAD')).toBe('1');
    const refs = await git(copy, 'ls-remote', 'origin');
    expect(refs).toContain('refs/heads/feature/a+b');
    expect(refs).toContain('refs/tags/v1^{}');
  });

  it('refuses what is not a fast-forward unless forced, and to delete the default branch', async () => {
    await git(work, 'commit', '-q', '--amend', '-m', 'Rewritten');
    await expect(git(work, 'push', 'origin', 'HEAD:main')).rejects.toThrow(
      /non-fast-forward|fetch first/,
    );
    await git(work, 'push', '-q', '--force', 'origin', 'HEAD:main');
    await expect(git(work, 'push', 'origin', ':main')).rejects.toThrow(
      /refusing to delete the current branch/,
    );
  });

  it('keeps every acknowledged commit of concurrent pushes', async () => {
    const pushers = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const dir = await host.folder();
        await git(
          dir,
          'clone',
          '-q',
          host.remote('carla', 'payments/ledger'),
          '.',
        );
        await writeFile(join(dir, `from-${index}`), `${index}`);
        await git(dir, 'add', '.');
        await git(dir, 'commit', '-qm', `From ${index}`);
        return { dir, sha: await git(dir, 'rev-parse', 'HEAD') };
      }),
    );
    const acknowledged = await Promise.all(
      pushers.map(async ({ dir, sha }, index) => {
        await git(dir, 'push', '-q', 'origin', `HEAD:own-${index}`);
        const taken = await git(dir, 'push', '-q', 'origin', 'HEAD:main').then(
          () => true,
          () => false,
        );
        return { sha, taken };
      }),
    );
    expect(acknowledged.filter(each => each.taken)).toHaveLength(1);
    const refs = await git(work, 'ls-remote', 'origin');
    for (const [index, { sha }] of acknowledged.entries()) {
      expect(refs).toContain(`${sha}	refs/heads/own-${index}`);
    }
    const winner = acknowledged.find(each => each.taken);
    expect(refs).toContain(`${winner?.sha}	refs/heads/main`);
    await git(join(host.dir, 'git/payments/ledger.git'), 'fsck', '--strict');
  });

  it('asks who is there, and keeps others out', async () => {
    const refs = '/payments/ledger.git/info/refs?service=git-receive-pack';
    const anonymous = await fetch(host.url + refs);
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toMatch(/^Basic /);
    const push = (person: string) =>
      git(work, 'push', host.remote(person, 'payments/ledger'), 'HEAD:x');
    await expect(push('ben')).rejects.toThrow(/403/);
    await expect(push('erin')).rejects.toThrow(/403/);
    await expect(
      git(work, 'ls-remote', host.remote('ada', 'payments/none')),
    ).rejects.toThrow(/not found/i);
    const secret = { name: 'secret', private: true, auto_init: true };
    await host.api('carla', 'POST', '/orgs/payments/repos', secret);
    const look = (person: string) =>
      git(work, 'ls-remote', host.remote(person, 'payments/secret'));
    await expect(look('ben')).rejects.toThrow(/not found/i);
    for (const person of ['ada', 'dev', 'erin']) {
      expect(await look(person)).toContain('refs/heads/main');
    }
  });

  it('lets no name lead out of its folder or become an option', async () => {
    for (const path of [
      '/..%2f..%2fpeople/ada.git-token/info/refs?service=git-upload-pack',
      '/payments/..%2f..%2f..%2fetc/info/refs?service=git-upload-pack',
      '/payments/--upload-pack=touch/info/refs?service=git-upload-pack',
      '/payments/ledger%00.git/info/refs?service=git-upload-pack',
    ]) {
      const response = await fetch(host.url + path, {
        headers: { authorization: `token ${host.tokens.dev}` },
      });
      expect(response.status).toBe(404);
    }
    const bad = '/payments/ledger/info/refs?service=git-shell';
    expect((await fetch(host.url + bad)).status).toBe(403);
    for (const ref of ['--output=x', 'main^', 'main..v1', ':/Odd', 'a@{0}']) {
      const found = await host.api(
        'dev',
        'GET',
        `/repos/payments/ledger/git/commits/${encodeURIComponent(ref)}`,
      );
      expect(found.status).toBe(404);
    }
    for (const path of ['../x', '.git/config', 'a//b', '.GIT/hooks/x']) {
      const written = await host.api(
        'dev',
        'POST',
        `/repos/payments/ledger/contents/${encodeURIComponent(path)}`,
        { content: 'eA==' },
      );
      expect(written.status).toBe(422);
    }
    for (const name of ['..', '-x', 'a/b', 'x.git', '']) {
      const made = await host.api('dev', 'POST', '/orgs/payments/repos', {
        name,
      });
      expect(made.status).toBe(422);
    }
  });

  it('keeps all over a restart, and tokens to their owner', async () => {
    const before = await git(work, 'ls-remote', 'origin');
    await host.restart();
    expect(await git(work, 'ls-remote', 'origin')).toBe(before);
    const file = await stat(join(host.dir, 'people', 'ada.git-token'));
    expect(file.mode & 0o777).toBe(0o600);
  });
});
