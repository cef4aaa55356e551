import { foldFacts, parseFact } from '@cairn/plugin-dora-common';
import {
  ComponentIndex,
  createTranslationContext,
} from '@cairn/plugin-dora-node';
import { gitlabCollector } from './gitlabCollector';
import { gitlabInstant } from './schemas';

const index = ComponentIndex.fromEntities(
  [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'shop',
        annotations: {
          'gitlab.com/project-slug': 'mike/diaspora',
          'cairn.dev/deployment-workflow': 'Deploy@staging',
          'cairn.dev/delivered-by': 'releases',
        },
      },
    },
  ],
  { environments: [], incidentSources: [] },
);
const context = createTranslationContext({
  directory: () => index,
  ledgerOfRepository: async () => foldFacts([]),
});

const project = {
  path_with_namespace: 'Mike/Diaspora',
  default_branch: 'master',
};
const sha = 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7';

async function read(event: string, payload: object) {
  const told = await gitlabCollector.translate(
    {
      headers: { 'x-gitlab-event': event },
      body: Buffer.from(JSON.stringify({ project, ...payload })),
      receivedAt: 0,
    },
    context,
  );
  told.facts.forEach(fact => parseFact(fact));
  return told;
}

it.each([
  ['2013-12-03T17:23:34Z', '2013-12-03T17:23:34Z'],
  ['2017-09-15 16:50:55 UTC', '2017-09-15T16:50:55Z'],
  ['2021-04-28 21:50:00 +0200', '2021-04-28T21:50:00+02:00'],
  ['2012-01-03T23:36:29+02:00', '2012-01-03T23:36:29+02:00'],
])('reads the instant %s', (text, expected) => {
  expect(gitlabInstant.parse(text)).toBe(expected);
});

it('refuses what is no instant', () => {
  expect(gitlabInstant.safeParse('yesterday').success).toBe(false);
});

it('a push that lists the newest commits only', async () => {
  const commits = ['c19', 'c20'].map(id => ({
    id,
    message: 'Update',
    timestamp: '2012-01-03T23:36:29+02:00',
    author: { name: 'Ada', email: 'ada@example.org' },
    added: ['CHANGELOG'],
    modified: [],
    removed: [],
  }));
  const push = { ref: 'refs/heads/master', before: 'b', after: 'c20', commits };
  const parents = async (total: number) =>
    (
      await read('Push Hook', { ...push, total_commits_count: total })
    ).facts.map(fact => 'parents' in fact && fact.parents);
  expect(await parents(2)).toEqual([['b'], ['c19']]);
  expect(await parents(20)).toEqual([false, ['c19']]);
});

describe('merge requests', () => {
  const request = (change: object = {}) => ({
    user: { id: 6, username: 'root' },
    labels: [{ title: 'hotfix' }],
    object_attributes: {
      iid: 16,
      action: 'open',
      author_id: 51,
      description: 'This reverts merge request !12',
      created_at: '2017-09-15 16:50:55 UTC',
      updated_at: '2017-09-15 16:52:00 UTC',
      state: 'opened',
      source_branch: 'recovery/x',
      last_commit: { id: sha },
      ...change,
    },
  });

  it.each<[string, object, object]>([
    ['opened', {}, { openedAt: '2017-09-15T16:50:55Z', reverts: 12 }],
    [
      'approved',
      { action: 'approved' },
      { firstReviewAt: '2017-09-15T16:52:00Z' },
    ],
    [
      'merged by a squash that is merged in turn',
      {
        action: 'merge',
        state: 'merged',
        merge_commit_sha: 'm',
        squash_commit_sha: 's',
      },
      {
        mergedAt: '2017-09-15T16:52:00Z',
        mergeCommit: 's',
        mergeMethod: 'squash',
      },
    ],
    [
      'merged',
      { action: 'merge', state: 'merged', merge_commit_sha: 'm' },
      { mergeCommit: 'm', mergeMethod: 'merge' },
    ],
    [
      'merged by moving on',
      { action: 'merge', state: 'merged' },
      { mergeCommit: sha },
    ],
  ])('%s', async (_, change, expected) => {
    const { facts } = await read('Merge Request Hook', request(change));
    expect(facts).toMatchObject([
      {
        type: 'pull_request',
        repository: 'mike/diaspora',
        number: 16,
        headCommit: sha,
        labels: ['hotfix'],
        ...expected,
      },
    ]);
  });

  it("the author's own approval is no review", async () => {
    const own = request({ action: 'approved', author_id: 6 });
    const { facts } = await read('Merge Request Hook', own);
    expect(facts[0]).not.toHaveProperty('firstReviewAt');
  });

  it("somebody else's note is", async () => {
    const note = (author: number) => ({
      object_attributes: {
        noteable_type: 'MergeRequest',
        author_id: author,
        created_at: '2015-05-17 18:08:09 UTC',
      },
      merge_request: { iid: 7, author_id: 1 },
    });
    expect((await read('Note Hook', note(2))).facts).toMatchObject([
      { number: 7, firstReviewAt: '2015-05-17T18:08:09Z' },
    ]);
    expect((await read('Note Hook', note(1))).facts).toEqual([]);
  });
});

describe('deployments', () => {
  const deployment = (change: object = {}) => ({
    status: 'success',
    status_changed_at: '2021-04-28 21:50:00 +0200',
    deployment_id: 15,
    environment: 'production',
    commit_url: `https://gitlab.com/mike/diaspora/-/commit/${sha}`,
    ...change,
  });

  it.each<[string, object, object | undefined]>([
    ['success', {}, { result: 'succeeded', tier: 'production' }],
    ['failed', { status: 'failed' }, { result: 'failed' }],
    [
      'running',
      { status: 'running' },
      { startedAt: '2021-04-28T21:50:00+02:00' },
    ],
    ['canceled', { status: 'canceled' }, undefined],
    [
      "GitLab's own tier",
      { environment: 'harbour', environment_tier: 'production' },
      { environment: 'harbour', tier: 'production' },
    ],
  ])('%s', async (_, change, expected) => {
    const { facts } = await read('Deployment Hook', deployment(change));
    expect(facts).toMatchObject(
      expected ? [{ externalId: '15', revision: sha, ...expected }] : [],
    );
    expect(facts[0] ?? {}).not.toHaveProperty('reachedProduction');
  });

  it('a pipeline or a release, where the catalog says so', async () => {
    const pipeline = {
      object_attributes: {
        id: 31,
        name: 'Deploy',
        sha,
        ref: 'master',
        status: 'success',
        created_at: '2016-08-12 15:23:28 UTC',
        finished_at: '2016-08-12 15:26:29 UTC',
      },
    };
    expect((await read('Pipeline Hook', pipeline)).facts).toMatchObject([
      { externalId: 'run/31', tier: 'staging', result: 'succeeded' },
    ]);
    const release = {
      id: 1,
      action: 'create',
      tag: 'v1.1',
      released_at: '2020-11-02 12:55:12 UTC',
      commit: { id: sha },
    };
    expect((await read('Release Hook', release)).facts).toMatchObject([
      { externalId: 'release/1', revision: sha },
    ]);
  });
});

it('verifies the token, and a signature where there is one', () => {
  const verify = (headers: Record<string, string>) =>
    gitlabCollector.verify(
      { headers, body: Buffer.from('{}'), receivedAt: 0 },
      ['s'],
    );
  expect(verify({ 'x-gitlab-token': 's' })).toBe(true);
  expect(verify({ 'x-gitlab-token': 't' })).toBe(false);
  expect(verify({})).toBe(false);
  expect(
    verify({ 'x-gitlab-token': 's', 'webhook-signature': 'v1,AAAA' }),
  ).toBe(false);
});
