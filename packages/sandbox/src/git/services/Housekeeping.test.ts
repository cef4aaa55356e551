import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initRepository } from '../commands/refs';
import { gitText, runGit } from '../commands/runGit';
import { Housekeeping } from './Housekeeping';

describe('Housekeeping', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cairn-git-gc-'));
    await initRepository(dir, 'main');
    const commits = Array.from({ length: 500 }, (_, index) =>
      [
        'commit refs/heads/main',
        'committer Ada <ada@cairn.example> 1767323045 +0000',
        'data 3\nOne',
        'M 100644 inline file',
        `data ${String(index).length}\n${index}`,
      ].join('\n'),
    );
    await runGit(['fast-import', '--quiet', '--force'], {
      dir,
      input: `${commits.join('\n')}\n`,
      settings: ['fastimport.unpackLimit=100000'],
    });
  }, 20_000);

  afterEach(() => rm(dir, { recursive: true, force: true }));

  const counts = async () => {
    const text = await gitText(['count-objects', '-v'], { dir });
    const number = (name: string) =>
      Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1]);
    return { loose: number('count'), packed: number('in-pack') };
  };

  it('packs what has become many loose objects, and leaves what is still few', async () => {
    expect(await counts()).toEqual({ loose: 1500, packed: 0 });
    const lazy = new Housekeeping(() => {});
    lazy.consider(dir);
    await lazy.idle();
    expect(await counts()).toEqual({ loose: 1500, packed: 0 });
    const eager = new Housekeeping(() => {}, 300);
    eager.consider(dir);
    await eager.idle();
    expect(await counts()).toEqual({ loose: 0, packed: 1500 });
    await runGit(['fsck', '--strict'], { dir });
    expect(await gitText(['rev-list', '--count', 'main'], { dir })).toBe('500');
  }, 30_000);

  it('takes a repository that is gone as it is', async () => {
    const said: string[] = [];
    const keeping = new Housekeeping((_, text) => said.push(text));
    keeping.consider(join(dir, 'none'));
    await keeping.idle();
    expect(said).toEqual(['A repository was not packed']);
  });
});
