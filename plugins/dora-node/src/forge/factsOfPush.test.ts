import { parseFact, type CommitFact } from '@cairn/plugin-dora-common';
import { artifactOf, packageNameOf } from './artifactOf';
import { factsOfPush, type Push } from './factsOfPush';
import { isBot } from './isBot';

const NOTHING = '0'.repeat(40);

function pushed(messages: string[], change: Partial<Push> = {}) {
  const facts = factsOfPush({
    repository: 'acme/shop',
    ref: 'refs/heads/main',
    defaultBranch: 'main',
    before: 'b0',
    commits: messages.map((message, n) => ({
      sha: `c${n + 1}`,
      message,
      authoredAt: `2026-03-02T10:0${n}:00Z`,
      author: { name: 'Ada' },
    })),
    ...change,
  }).map(fact => parseFact(fact));
  const commits = facts.filter(
    (fact): fact is CommitFact => fact.type === 'commit',
  );
  return {
    commits,
    parents: Object.fromEntries(
      commits.map(({ sha, parents }) => [sha, parents]),
    ),
    merges: facts.flatMap(fact =>
      fact.type === 'pull_request' ? `${fact.number} ${fact.mergeMethod}` : [],
    ),
  };
}

it.each<
  [string, string[], Partial<Push>, Record<string, string[] | undefined>]
>([
  ['one after the other', ['a', 'b'], {}, { c1: ['b0'], c2: ['c1'] }],
  [
    'a merge brings a branch of unknown start',
    ['a', 'b', 'Merge pull request #7 from acme/x'],
    {},
    { c1: undefined, c2: ['c1'], c3: ['b0', 'c2'] },
  ],
  [
    'a new branch',
    ['a', 'b'],
    { before: NOTHING },
    { c1: undefined, c2: ['c1'] },
  ],
  ['a rewritten one', ['a'], { forced: true }, { c1: undefined }],
  [
    'a list without its beginning',
    ['a', 'b'],
    { truncated: true },
    { c1: undefined, c2: ['c1'] },
  ],
])('parents: %s', (_, messages, change, parents) => {
  expect(pushed(messages, change).parents).toEqual(parents);
});

it('leaves commits alone that an earlier push told of', () => {
  const commits = ['a', 'b', 'Merge branch x'].map((message, n) => ({
    sha: `c${n + 1}`,
    message,
    authoredAt: '2026-03-02T10:00:00Z',
    author: {},
    isNew: n === 2,
  }));
  expect(pushed([], { commits }).parents).toEqual({
    c1: undefined,
    c2: undefined,
    c3: ['b0', 'c2'],
  });
});

it('turns a list round that begins with the newest', () => {
  expect(pushed(['new', 'old'], { after: 'c1' }).parents).toEqual({
    c2: ['b0'],
    c1: ['c2'],
  });
});

it.each<[string, string[], Partial<Push>, string[]]>([
  ['a squash', ['Add x (#12)'], {}, ['12 squash']],
  ['several in a queue', ['A (#1)', 'B (#2)'], {}, ['1 squash', '2 squash']],
  ['rebased commits of one', ['A (#1)', 'B (#1)'], {}, []],
  [
    "GitHub's merge",
    ['a', 'Merge pull request #7 from acme/x'],
    {},
    ['7 merge'],
  ],
  [
    "Gitea's merge",
    ['a', "Merge pull request 'X' (#8) from x into main"],
    {},
    ['8 merge'],
  ],
  ['another branch', ['Add x (#12)'], { ref: 'refs/heads/x' }, []],
])('how pull requests were merged: %s', (_, messages, change, merges) => {
  expect(pushed(messages, change).merges).toEqual(merges);
});

it('reads what a commit takes back, or over', () => {
  const sha = 'a'.repeat(40);
  const { commits } = pushed([
    `Revert "x"\n\nThis reverts commit ${sha}.`,
    `y\n\n(cherry picked from commit ${sha})`,
  ]);
  expect(commits).toMatchObject([{ revertOf: sha }, { cherryPickOf: sha }]);
});

it.each<[Parameters<typeof isBot>[0], boolean]>([
  [{ login: 'dependabot[bot]' }, true],
  [{ name: 'Renovate', email: 'renovate@example.org' }, true],
  [{ name: 'Build', email: 'ci@example.org' }, true],
  [{ email: '49699333+dependabot[bot]@users.noreply.github.com' }, true],
  [{ name: 'Ada', email: 'ada@example.org' }, false],
  [{ name: 'Abbot', email: 'abbot@example.org' }, false],
  [{ name: 'Luci', email: 'luci@example.org' }, false],
  [{}, false],
])('isBot %j', (author, expected) => {
  expect(isBot(author)).toBe(expected);
});

it('artifacts go by their digest, whoever names them', () => {
  const digest = `sha256:${'0b'.repeat(32)}`;
  expect(artifactOf(`registry:5000/acme/shop:1@${digest}`)).toBe(digest);
  expect(artifactOf(`pkg:oci/shop@${digest.replace(':', '%3A')}?tag=1`)).toBe(
    digest,
  );
  expect(artifactOf('registry:5000/acme/shop:1')).toBe(
    'registry:5000/acme/shop:1',
  );
  expect(packageNameOf('pkg:oci/acme/shop@1')).toBe('shop');
  expect(packageNameOf('acme/shop')).toBeUndefined();
});
