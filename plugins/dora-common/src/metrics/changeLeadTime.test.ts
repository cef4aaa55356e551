import {
  committed,
  deployed,
  hour,
  HOUR,
  measured,
  merged,
  SHOP,
} from '../__testUtils__/facts';
import type { Fact } from '../facts';

const history = [1, 2, 3, 4].map(n => committed(`c${n}`, n));
const at = (id: string, end: number, revision?: string, more = {}) =>
  deployed(id, end, { revision, ...more });
const leadTime = (...facts: Fact[]) => measured(facts).changeLeadTime;
const shas = (...facts: Fact[]) => leadTime(...facts).samples.map(s => s.sha);

it('counts each change once, from its author date to the end of its first deployment', () => {
  const result = leadTime(
    ...history,
    at('1', 10, 'c1'),
    at('2', 20, 'c3'),
    at('3', 30, 'c4'),
  );
  expect(result.samples.map(s => [s.deployment.slice(-1), s.sha])).toEqual([
    ['2', 'c2'],
    ['2', 'c3'],
    ['3', 'c4'],
  ]);
  expect(result).toMatchObject({
    n: 3,
    p50: 18 * HOUR,
    p75: 22 * HOUR,
    p90: 24.4 * HOUR,
    coverage: { known: 3, all: 3 },
    reason: null,
  });
});

describe('why there is no lead time', () => {
  const skewed = committed('c2', 99);

  it.each<[string, Fact[], string]>([
    ['edge case: no deployments', history, 'no_deployments'],
    [
      'A.5.1 rule 14: nothing succeeded',
      [at('1', 1, 'c1', { result: 'failed' })],
      'no_deployments',
    ],
    [
      'defect 6: the first deployment carries none',
      [...history, at('1', 10, 'c4')],
      'bootstrap',
    ],
    [
      'a new configuration of what runs',
      [
        at('0', 1, 'c1', { finishedAt: hour(-900), configRevision: 'a' }),
      ].concat(at('1', 10, 'c1', { configRevision: 'b' }), history),
      'no_changes',
    ],
    [
      'defect 15: only the GitOps commit is known',
      [at('1', 1), at('2', 2, undefined, { configRevision: 'x' })],
      'no_commit_link',
    ],
    [
      'A.5.1 rule 18: a predecessor without a revision',
      [...history, at('1', 10), at('2', 20, 'c2')],
      'no_commit_link',
    ],
    [
      'commits of which nothing is known',
      [at('1', 10, 'c1'), at('2', 20, 'c9')],
      'no_commit_link',
    ],
    [
      'edge case: the commit is later than its deployment',
      [history[0], skewed, at('1', 10, 'c1'), at('2', 20, 'c2')],
      'clock_skew',
    ],
    [
      'A.5.1 rule 14: skew is said before missing commits',
      [
        history[0],
        skewed,
        at('1', 10, 'c1'),
        at('2', 20, 'c2'),
        at('3', 30, 'unknown'),
      ],
      'clock_skew',
    ],
  ])('%s', (_, facts, reason) => {
    expect(leadTime(...facts)).toMatchObject({
      n: 0,
      p50: null,
      p75: null,
      p90: null,
      reason,
    });
  });

  it('A.5.1 rule 18: the range of a predecessor without a revision is not made up later', () => {
    expect(
      shas(...history, at('1', 10), at('2', 20, 'c3'), at('3', 30, 'c4')),
    ).toEqual(['c4']);
  });
});

it('defect 12, A.5.1 rule 4: a skewed commit is counted in coverage, not in the time', () => {
  const result = leadTime(
    history[0],
    committed('c2', 99),
    committed('c3', 3),
    committed('c4', 4, { authoredAt: undefined }),
    at('1', 10, 'c1'),
    at('2', 20, 'c4'),
    at('3', 30, 'gone'),
  );
  expect(result).toMatchObject({
    n: 1,
    p50: 17 * HOUR,
    coverage: { known: 2, all: 4 },
    flags: ['clock_skew', 'history_rewritten'],
  });
});

it('edge case: a lead time of 0 minutes is kept', () => {
  expect(
    leadTime(
      history[0],
      committed('c2', 20),
      at('1', 1, 'c1'),
      at('2', 20, 'c2'),
    ),
  ).toMatchObject({ n: 1, p50: 0, reason: null });
});

describe('how changes came', () => {
  const squash = committed('s1', 9, { parents: ['c1'] });
  const ends = [at('1', 5, 'c1'), at('2', 20, 's1')];

  it('edge case squash merge: the original commits count, where they are known', () => {
    const result = leadTime(
      history[0],
      committed('o1', 2, { parents: ['c1'] }),
      squash,
      merged(7, {
        mergeMethod: 'squash',
        mergeCommit: 's1',
        commits: ['o1', 'o2'],
      }),
      ...ends,
    );
    expect(result).toMatchObject({
      n: 1,
      p50: 18 * HOUR,
      coverage: { known: 1, all: 2 },
    });
  });

  it('the originals of a squash are found from the tip of its branch, down to main', () => {
    const result = leadTime(
      history[0],
      committed('o1', 2, { parents: ['c1'] }),
      committed('o2', 3, { parents: ['o1'] }),
      squash,
      merged(7, {
        mergeMethod: 'squash',
        mergeCommit: 's1',
        headCommit: 'o2',
      }),
      ...ends,
    );
    expect(result).toMatchObject({
      n: 2,
      p50: 17.5 * HOUR,
      coverage: { known: 2, all: 2 },
      flags: [],
    });
  });

  it('the first review counts, also when a later one was said later', () => {
    const reviewed = (hours: number) =>
      merged(7, {
        mergeCommit: 's1',
        firstReviewAt: hour(hours),
        at: hour(hours),
      });
    const openedAt = hour(9);
    expect(
      leadTime(
        history[0],
        squash,
        merged(7, { openedAt }),
        reviewed(12),
        reviewed(11),
        reviewed(13),
        ...ends,
      ).stages.pullRequest,
    ).toMatchObject({ n: 1, p50: 2 * HOUR });
  });

  it('a squash of which the originals are unknown counts itself, flagged', () => {
    expect(
      leadTime(
        history[0],
        squash,
        merged(7, { mergeMethod: 'squash', mergeCommit: 's1' }),
        ...ends,
      ),
    ).toMatchObject({
      n: 1,
      p50: 11 * HOUR,
      flags: ['squash_without_originals'],
    });
  });

  it('edge case rebase merge: the author date counts, the committer date orders', () => {
    const result = leadTime(
      history[0],
      committed('c2', 4, { committedAt: hour(9) }),
      committed('c3', 3, { committedAt: hour(10) }),
      at('1', 5, 'c1'),
      at('2', 20, 'c3'),
    );
    expect(result.samples.map(s => [s.sha, s.duration])).toEqual([
      ['c2', 16 * HOUR],
      ['c3', 17 * HOUR],
    ]);
  });

  it('edge case cherry-pick: counted once, with its first arrival', () => {
    const result = leadTime(
      ...history,
      committed('p1', 15, { parents: ['c1'], cherryPickOf: 'c3' }),
      at('1', 5, 'c1'),
      at('2', 20, 'p1'),
      at('3', 30, 'c4'),
    );
    expect(result.samples.map(s => s.sha)).toEqual(['p1', 'c2', 'c4']);
    expect(result.flags).toContain('history_rewritten');
  });

  it('edge case force-push: what differs counts, flagged', () => {
    const result = leadTime(
      ...history,
      committed('r1', 15, { parents: ['c1'] }),
      at('0', 4, 'c1'),
      at('1', 5, 'c2'),
      at('2', 20, 'r1'),
    );
    expect(result.samples.map(s => s.sha)).toEqual(['c2', 'r1']);
    expect(result.flags).toEqual(['history_rewritten']);
  });

  it('merge commits are no changes, but all that they bring is', () => {
    expect(
      shas(
        ...history,
        committed('b1', 6, { parents: ['c1'] }),
        committed('m1', 7, { parents: ['c2', 'b1'] }),
        at('1', 5, 'c1'),
        at('2', 20, 'm1'),
      ),
    ).toEqual(['c2', 'b1']);
  });

  it('defect 15: a build says which commit an image was made of', () => {
    const build = (externalId: string, revision: string): Fact => ({
      type: 'build',
      source: 'ci',
      externalId,
      at: hour(1),
      revision,
      artifacts: [`shop@${externalId}`],
    });
    expect(
      shas(
        ...history,
        build('1', 'c1'),
        build('2', 'c2'),
        at('1', 5, undefined, { artifacts: ['shop@1'], configRevision: 'x' }),
        at('2', 20, undefined, { artifacts: ['shop@2'], configRevision: 'y' }),
      ),
    ).toEqual(['c2']);
  });

  it('defect 10, edge case monorepo: only commits that touch the paths of the component count', () => {
    const facts = [
      history[0],
      committed('c2', 2, { paths: ['shop/src/a.ts', 'README.md'] }),
      committed('c3', 3, { paths: ['cart/src/a.ts'] }),
      committed('c4', 4),
      at('1', 5, 'c1'),
      at('2', 20, 'c4'),
    ];
    const { changeLeadTime } = measured(facts, { ...SHOP, paths: ['shop/**'] });
    expect(changeLeadTime.samples.map(s => s.sha)).toEqual(['c2']);
  });

  it('edge case bots: split by author, and left out on request', () => {
    const facts = [
      ...history.slice(0, 2),
      committed('c3', 3, { authorType: 'bot' }),
      at('1', 5, 'c1'),
      at('2', 20, 'c3'),
    ];
    const { changeLeadTime, deploymentFrequency } = measured(facts);
    expect(changeLeadTime.byAuthor).toMatchObject({
      human: { p50: 18 * HOUR, n: 1 },
      bot: { p50: 17 * HOUR, n: 1 },
    });
    expect(deploymentFrequency.value).toBe(2);
    expect(
      measured(facts, SHOP, { authors: 'human' }).changeLeadTime,
    ).toMatchObject({ n: 1, p50: 18 * HOUR });
  });
});
