import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { git, TestHost } from '@cairn/sandbox/git/testUtils';
import { GitRemote } from '../git';
import type { Forge } from './Forge';
import { forgeOf } from './forgeOf';

const details = {
  message: 'Start shop',
  author: { name: 'Ada', email: 'ada@cairn.example' },
  committer: { name: 'Cairn', email: 'cairn@cairn.example' },
  date: new Date('2026-11-21T10:00:00Z'),
};
const text = (path: string, content: string, executable = false) => ({
  path,
  content: Buffer.from(content),
  executable,
});

describe('the forge of the sandbox, which speaks as Gitea does', () => {
  let host: TestHost;
  let forge: Forge;
  const ref = { owner: 'payments', name: 'shop' };

  async function remoteOf() {
    return GitRemote.create({
      remoteUrl: forge.addressOf(ref).remoteUrl,
      name: 'payments/shop',
      credentials: await forge.gitCredentials(ref),
    });
  }

  beforeAll(async () => {
    host = await TestHost.start();
    const integrations = ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: {
          gitea: [
            {
              host: new URL(host.url).host,
              baseUrl: host.url,
              username: 'cairn-portal',
              password: host.tokens['cairn-portal'],
            },
          ],
        },
      }),
    );
    forge = forgeOf(integrations, new URL(host.url).host);
  });
  afterAll(() => host.stop());

  it('makes a repository once, with the same commit on both branches', async () => {
    expect(await forge.getRepository(ref)).toBeUndefined();
    const wanted = {
      description: 'Sells things',
      visibility: 'public',
    } as const;
    await forge.createRepository(ref, wanted);
    expect(await forge.getRepository(ref)).toMatchObject({
      description: 'Sells things',
      url: `${host.url}/payments/shop`,
    });
    await expect(forge.createRepository(ref, wanted)).rejects.toThrow(
      'payments/shop is at',
    );
    await expect(
      forge.createRepository({ owner: 'nobody', name: 'shop' }, wanted),
    ).rejects.toThrow('has no organisation nobody');

    const remote = await remoteOf();
    expect(await remote.listBranches()).toEqual(new Map());
    const files = [
      text('README.md', '# Shop\n'),
      text('scripts/run.sh', '#!/bin/sh\n', true),
    ];
    const branches = ['main', 'golden-path'];
    const commit = await remote.pushFirst({ files, branches, details });
    expect(await remote.pushFirst({ files, branches, details })).toBe(commit);
    expect(await remote.listBranches()).toEqual(
      new Map([
        ['golden-path', commit],
        ['main', commit],
      ]),
    );
    const folder = await host.folder();
    await git(folder, 'clone', '-q', host.remote('ada', 'payments/shop'), '.');
    expect(await git(folder, 'log', '--format=%an %ae %cn %aI %s')).toBe(
      'Ada ada@cairn.example Cairn 2026-11-21T10:00:00+00:00 Start shop',
    );
    expect(await git(folder, 'ls-files', '-s')).toMatch(
      /^100644 \w+ 0\tREADME.md\n100755 \w+ 0\tscripts\/run.sh$/,
    );
  });

  it('commits on top of what others have pushed, and nothing twice', async () => {
    const remote = await remoteOf();
    const append =
      (line: string) =>
      async (read: (path: string) => Promise<Buffer | undefined>) => {
        const present = (await read('list.txt'))?.toString('utf8') ?? '';
        return present.includes(line)
          ? []
          : [text('list.txt', `${present}${line}\n`)];
      };
    const lines = ['one', 'two', 'three', 'four'];
    const made = await Promise.all(
      lines.map(line =>
        remote.change({ branch: 'main', details, edit: append(line) }),
      ),
    );
    expect(made.map(({ changed }) => changed)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const again = await remote.change({
      branch: 'main',
      details,
      edit: append('one'),
    });
    expect(again.changed).toBe(false);
    const list = await remote.withClone(async clone => {
      const tip = await clone.fetch('main');
      expect(await clone.log(tip, { limit: 10 })).toHaveLength(5);
      expect((await clone.readTree(tip)).map(({ path }) => path)).toEqual([
        'README.md',
        'list.txt',
        'scripts/run.sh',
      ]);
      return (await clone.readFile(tip, 'list.txt'))?.toString('utf8');
    });
    expect(list?.trim().split('\n').sort()).toEqual([...lines].sort());
    await expect(
      remote.change({ branch: 'nowhere', details, edit: append('one') }),
    ).rejects.toThrow('There is no payments/shop, or no such branch in it.');
  });

  it('opens one pull request from a branch, and finds it again', async () => {
    const remote = await remoteOf();
    const branches = { head: 'update/1.1.0', base: 'main' };
    await remote.change({
      branch: 'main',
      target: branches.head,
      details,
      edit: async () => [text('NEW.md', 'new\n'), { path: 'list.txt' }],
    });
    expect(await forge.findPull(ref, branches)).toBeUndefined();
    const opened = await forge.openPull(ref, {
      ...branches,
      title: 'Update',
      body: 'A newer skeleton.',
    });
    expect(opened.url).toBe(`${host.url}/payments/shop/pulls/1`);
    expect(await forge.findPull(ref, branches)).toEqual(opened);
  });

  it('says plainly that there is no CI, and removes a repository', async () => {
    const options = {
      branch: 'main',
      commit: '0'.repeat(40),
      workflow: 'ci.yml',
    };
    expect(await forge.startCi(ref, options)).toMatchObject({
      outcome: 'none',
    });
    await forge.setDescription(ref, 'Sells everything');
    expect(await forge.getRepository(ref)).toMatchObject({
      description: 'Sells everything',
    });
    await forge.deleteRepository(ref);
    await forge.deleteRepository(ref);
    expect(await forge.getRepository(ref)).toBeUndefined();
    await expect(remoteOf().then(it => it.listBranches())).rejects.toThrow(
      'There is no payments/shop',
    );
  });
});
