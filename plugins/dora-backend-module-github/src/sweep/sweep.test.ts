import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import {
  foldFacts,
  parseFact,
  type Fact,
  type FactInput,
} from '@cairn/plugin-dora-common';
import {
  ComponentIndex,
  createTranslationContext,
} from '@cairn/plugin-dora-node';
import { createGithubCollector } from '../githubCollector';
import { RateLimitedError, type GithubClient } from './GithubClient';
import { GithubSweep } from './GithubSweep';
import { HttpGithubClient } from './HttpGithubClient';

const names = ['acme/cart', 'acme/shop'];
const index = ComponentIndex.fromEntities(
  names.map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: name.split('/')[1],
      annotations: { 'github.com/project-slug': name },
    },
  })),
  { environments: [], incidentSources: [] },
);
const context = createTranslationContext({
  directory: () => index,
  ledgerOfRepository: async () => foldFacts([]),
});
const options = { failureReachesProduction: false };

const at = (minute: number) =>
  `2026-03-02T10:${String(minute).padStart(2, '0')}:00Z`;

const commit = (
  sha: string,
  parents: string[],
  minute: number,
  message = sha,
) => ({
  sha,
  parents: parents.map(parent => ({ sha: parent })),
  commit: {
    message,
    author: { name: 'Ada', date: at(minute) },
    committer: { name: 'Ada', date: at(minute) },
  },
});

const pull = {
  number: 7,
  body: null,
  created_at: at(2),
  updated_at: at(9),
  merged_at: at(9),
  merge_commit_sha: 's1',
  user: { login: 'ada' },
  labels: [],
  head: { ref: 'x', sha: 'o2' },
};

const deployment = {
  id: 5,
  sha: 's1',
  task: 'deploy',
  environment: 'prod',
  payload: {},
  created_at: at(10),
};

const status = { state: 'success', created_at: at(12) };

const client: GithubClient = {
  commits: async () => [commit('s1', ['c1'], 9), commit('c1', [], 0)],
  pullRequests: async () => [pull],
  pullRequestCommits: async () => [
    commit('o1', ['c1'], 1),
    commit('o2', ['o1'], 2),
  ],
  reviews: async () => [
    { submitted_at: at(6), user: { login: 'bob' } },
    { submitted_at: at(4), user: { login: 'bob' } },
    { submitted_at: at(3), user: { login: 'ada' } },
  ],
  deployments: async () => [deployment],
  statuses: async () => [status, { state: 'queued', created_at: at(10) }],
  workflowRuns: async () => [],
};

/** A round with a client, and what it handed in. */
function roundOf(clientFor: () => GithubClient) {
  const facts: FactInput[] = [];
  const sweep = GithubSweep.create({
    scheduler: mockServices.scheduler.mock(),
    logger: mockServices.logger.mock(),
    options,
    frequency: { hours: 1 },
    lookBack: 1000,
    host: 'github.com',
    clientFor,
  });
  const sink = {
    submit: async (batch: { facts: readonly FactInput[] }) => {
      facts.push(...batch.facts);
      return { accepted: 0, duplicates: 0, added: [] };
    },
  };
  const { signal } = new AbortController();
  return { facts, run: () => sweep.sweep(sink, context, signal) };
}

it('finds what webhooks would have told, and the originals of a squash', async () => {
  const { facts, run } = roundOf(() => client);
  await run();
  const shop = facts
    .map(fact => parseFact(fact))
    .filter(fact => !('repository' in fact) || fact.repository === 'acme/shop');
  const ledger = foldFacts(shop);
  expect([...ledger.pullRequests.values()]).toMatchObject([
    {
      mergeMethod: 'squash',
      commits: ['o1', 'o2'],
      firstReviewAt: Date.parse(at(4)),
    },
  ]);
  expect(ledger.commits.get('acme%2Fshop/o2')?.parents).toEqual(['o1']);
  expect(
    [...ledger.deployments.values()].map(({ externalId, finishedAt }) => [
      externalId,
      finishedAt,
    ]),
  ).toEqual([
    ['5', Date.parse(at(12))],
    ['5', Date.parse(at(12))],
  ]);
});

it('edge case: the same event from a webhook and a poll is one', async () => {
  const { facts, run } = roundOf(() => client);
  await run();
  const told = await createGithubCollector(options).translate(
    {
      headers: { 'x-github-event': 'deployment_status' },
      body: Buffer.from(
        JSON.stringify({
          repository: { full_name: 'Acme/Shop' },
          deployment,
          deployment_status: status,
        }),
      ),
      receivedAt: 0,
    },
    context,
  );
  const parse = (all: readonly FactInput[]): Fact[] =>
    all.map(f => parseFact(f));
  expect(parse(facts)).toContainEqual(parse(told.facts)[0]);
});

it('one repository that cannot be read does not keep others back', async () => {
  const { facts, run } = roundOf(() => ({
    ...client,
    commits: async repository => {
      if (repository === 'acme/cart') throw new Error('gone');
      return client.commits(repository, 0);
    },
  }));
  await run();
  expect(facts.length).toBeGreaterThan(0);
});

it('goes on where GitHub stopped it, and not before it may', async () => {
  const asked: string[] = [];
  let until = 0;
  const { run } = roundOf(() => ({
    ...client,
    commits: async repository => {
      asked.push(repository);
      if (repository === 'acme/shop' && until === 0) {
        until = 1;
        throw new RateLimitedError(until);
      }
      return [];
    },
  }));
  await run();
  await run();
  expect(asked).toEqual(['acme/cart', 'acme/shop', 'acme/shop', 'acme/cart']);

  const waiting = jest.fn().mockRejectedValue(new RateLimitedError(Infinity));
  const later = roundOf(() => ({ ...client, commits: waiting }));
  await later.run();
  await later.run();
  expect(waiting).toHaveBeenCalledTimes(1);
});

describe('HttpGithubClient', () => {
  let server: Server;
  let answer: {
    status: number;
    headers: Record<string, string>;
    body: unknown;
  };
  let asked: { url?: string; authorization?: string }[];

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      const { authorization } = request.headers;
      asked.push({ url: request.url, authorization });
      const page = new URL(request.url ?? '', 'http://x').searchParams.get(
        'page',
      );
      response.writeHead(answer.status, answer.headers);
      response.end(JSON.stringify(page === '1' ? answer.body : []));
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
  });

  afterEach(
    () =>
      new Promise<void>(done => {
        server.close(() => done());
      }),
  );

  const connect = () =>
    HttpGithubClient.create({
      integration: {
        host: 'github.com',
        apiBaseUrl: `http://127.0.0.1:${
          (server.address() as AddressInfo).port
        }`,
      },
      credentials: {
        getCredentials: async () => ({
          type: 'token',
          headers: { authorization: 'Bearer t' },
        }),
      },
      signal: new AbortController().signal,
    });

  it('reads pages until what is older begins', async () => {
    const pulls = Array.from({ length: 100 }, (_, n) => ({
      ...pull,
      number: n + 1,
      updated_at: at(n < 60 ? 30 : 10),
    }));
    answer = { status: 200, headers: {}, body: pulls };
    const found = await connect().pullRequests('acme/shop', Date.parse(at(20)));
    expect(found).toHaveLength(60);
    expect(asked).toEqual([
      {
        url: '/repos/acme/shop/pulls?state=all&sort=updated&direction=desc&per_page=100&page=1',
        authorization: 'Bearer t',
      },
    ]);
    const all = await connect().pullRequests('acme/shop', 0);
    expect(all).toHaveLength(100);
    expect(asked).toHaveLength(3);
  });

  it.each<[string, number, Record<string, string>, string]>([
    [
      'few calls are left',
      200,
      { 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': '5' },
      'RateLimitedError',
    ],
    ['none is left', 403, { 'x-ratelimit-remaining': '0' }, 'RateLimitedError'],
    ['GitHub says so', 429, { 'retry-after': '60' }, 'RateLimitedError'],
    ['it may not', 403, { 'x-ratelimit-remaining': '4000' }, 'ResponseError'],
    ['it moved', 301, { location: 'http://127.0.0.1:1/' }, 'TypeError'],
  ])('stops when %s', async (_, status_, headers, name) => {
    answer = { status: status_, headers, body: [] };
    await expect(connect().commits('acme/shop', 0)).rejects.toMatchObject({
      name,
    });
    expect(asked).toHaveLength(1);
  });
});
