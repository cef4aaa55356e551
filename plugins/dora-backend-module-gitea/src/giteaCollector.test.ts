import { createHmac } from 'node:crypto';
import { foldFacts, parseFact } from '@cairn/plugin-dora-common';
import {
  ComponentIndex,
  createTranslationContext,
} from '@cairn/plugin-dora-node';
import { giteaCollector } from './giteaCollector';

const index = ComponentIndex.fromEntities(
  [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'shop',
        annotations: {
          'backstage.io/source-location':
            'url:https://git.example.org/acme/shop/src/branch/main/',
          'cairn.dev/deployment-workflow': 'deploy.yaml',
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

const repository = { full_name: 'Acme/Shop', default_branch: 'main' };

function deliver(event: string, payload: object) {
  return {
    headers: { 'x-gitea-event': event },
    body: Buffer.from(JSON.stringify({ repository, ...payload })),
    receivedAt: 0,
  };
}

async function read(event: string, payload: object) {
  const told = await giteaCollector.translate(deliver(event, payload), context);
  told.facts.forEach(fact => parseFact(fact));
  return told;
}

it('a push lists the newest first', async () => {
  const commits = ['c2', 'c1'].map(id => ({
    id,
    message: `Change ${id}\n`,
    timestamp: '2026-03-02T10:00:00+01:00',
    author: { name: 'Ada', email: 'ada@example.org', username: 'ada' },
    added: null,
    removed: [],
    modified: ['README.md'],
  }));
  const push = { ref: 'refs/heads/main', before: 'c0', after: 'c2', commits };
  expect(
    (await read('push', { ...push, total_commits: 2 })).facts,
  ).toMatchObject([
    { sha: 'c1', parents: ['c0'], paths: ['README.md'] },
    { sha: 'c2', parents: ['c1'] },
  ]);
  const [first] = (await read('push', { ...push, total_commits: 9 })).facts;
  expect(first).not.toHaveProperty('parents');
});

describe('pull requests', () => {
  const pull = (change: object = {}, login = 'bob') => ({
    action: 'opened',
    sender: { login },
    pull_request: {
      number: 3,
      body: 'Reverts #2',
      user: { login: 'ada' },
      created_at: '2026-03-02T10:00:00Z',
      updated_at: '2026-03-02T11:00:00Z',
      merged: false,
      merged_at: null,
      merge_commit_sha: null,
      labels: null,
      head: { ref: 'x', sha: 'h' },
      ...change,
    },
  });
  const merged = {
    merged: true,
    merged_at: '2026-03-02T11:00:00Z',
    merge_commit_sha: 'm',
  };

  it.each<[string, string, object, object]>([
    ['opened', 'pull_request', {}, { reverts: 2, headCommit: 'h' }],
    ['merged', 'pull_request', merged, { mergeCommit: 'm' }],
    [
      'approved',
      'pull_request_approved',
      {},
      { firstReviewAt: '2026-03-02T11:00:00Z' },
    ],
  ])('%s', async (_, event, change, expected) => {
    expect((await read(event, pull(change))).facts).toMatchObject([
      { repository: 'acme/shop', number: 3, ...expected },
    ]);
  });

  it("the author's own word is no review", async () => {
    const { facts } = await read('pull_request_comment', pull({}, 'ada'));
    expect(facts[0]).not.toHaveProperty('firstReviewAt');
  });
});

it('a run or a release, where the catalog says so', async () => {
  const workflow_run = {
    id: 5,
    path: 'deploy.yaml@refs/heads/main',
    head_sha: 'c2',
    status: 'completed',
    conclusion: 'failure',
    started_at: '2026-03-02T10:00:00Z',
    completed_at: '2026-03-02T10:05:00Z',
  };
  expect((await read('workflow_run', { workflow_run })).facts).toMatchObject([
    { externalId: 'run/5', result: 'failed', revision: 'c2' },
  ]);
  const waiting = { ...workflow_run, started_at: '0001-01-01T00:00:00Z' };
  const queued = { ...waiting, status: 'queued', completed_at: null };
  expect((await read('workflow_run', { workflow_run: queued })).facts).toEqual(
    [],
  );
  const release = {
    id: 9,
    tag_name: 'v1',
    target_commitish: 'main',
    published_at: '2026-03-02T10:00:00Z',
  };
  const told = await read('release', { action: 'published', release });
  expect(told.facts).toMatchObject([{ externalId: 'release/9' }]);
  expect(told.facts[0]).not.toHaveProperty('revision');
});

it.each(['x-gitea-signature', 'x-forgejo-signature'])('verifies %s', header => {
  const sent = deliver('push', {});
  const hmac = createHmac('sha256', 's').update(sent.body).digest('hex');
  const verify = (value: string, secrets = ['s']) =>
    giteaCollector.verify({ ...sent, headers: { [header]: value } }, secrets);
  expect(verify(hmac)).toBe(true);
  expect(verify(hmac.replace(/^./, '_'))).toBe(false);
  expect(verify('')).toBe(false);
  expect(verify(hmac, [])).toBe(false);
});
