import { createHmac } from 'node:crypto';
import examples from '@octokit/webhooks-examples';
import { foldFacts, parseFact, type Fact } from '@cairn/plugin-dora-common';
import {
  ComponentIndex,
  createTranslationContext,
  type Translation,
} from '@cairn/plugin-dora-node';
import fc from 'fast-check';
import { createGithubCollector } from './githubCollector';

const collector = createGithubCollector({ failureReachesProduction: true });

function component(name: string, annotations: Record<string, string>) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations },
    spec: { type: 'service', lifecycle: 'production', owner: 'payments' },
  };
}

const hello = component('hello', {
  'github.com/project-slug': 'Codertocat/Hello-World',
  'cairn.dev/delivered-by': 'releases',
});
const octo = component('octo', {
  'github.com/project-slug': 'octo-org/octo-repo',
  'cairn.dev/deployment-workflow': 'test.yml@staging',
});

function contextOf(
  entities: ReturnType<typeof component>[],
  facts: Fact[] = [],
) {
  const index = ComponentIndex.fromEntities(entities, {
    environments: [],
    incidentSources: [],
  });
  return createTranslationContext({
    directory: () => index,
    ledgerOfRepository: async () => foldFacts(facts),
  });
}

const context = contextOf([hello, octo]);

function deliver(event: string, payload: unknown) {
  return {
    headers: { 'x-github-event': event, 'x-github-delivery': 'd1' },
    body: Buffer.from(JSON.stringify(payload)),
    receivedAt: 0,
  };
}

const read = (event: string, payload: unknown, where = context) =>
  collector.translate(deliver(event, payload), where);

/** An example of GitHub's own, unchanged. */
function example(name: string, action?: string, index = 0) {
  const found = examples.find(one => one.name === name)?.examples ?? [];
  const fitting = found.filter(
    one => !action || ('action' in one && one.action === action),
  );
  return fitting[index];
}

describe('signatures', () => {
  // The vector of GitHub's documentation.
  const secret = "It's a Secret to Everybody";
  const signature =
    'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const request = (value?: string) => ({
    headers: { ...(value !== undefined && { 'x-hub-signature-256': value }) },
    body: Buffer.from('Hello, World!'),
    receivedAt: 0,
  });

  it('takes what is signed with one of the secrets, and nothing else', () => {
    const verify = (value: string | undefined, secrets: string[]) =>
      collector.verify(request(value), secrets);
    expect(verify(signature, [secret])).toBe(true);
    expect(verify(signature, ['older', secret])).toBe(true);
    expect(verify(signature, ['another'])).toBe(false);
    expect(verify(undefined, [secret])).toBe(false);
    expect(verify('', [secret])).toBe(false);
    // Four Keys took an empty signature when it could not read its secret.
    expect(verify('sha256=', [])).toBe(false);
    expect(verify('sha256=', [''])).toBe(false);
    expect(verify(signature.slice(0, -2), [secret])).toBe(false);
    expect(verify(signature.replace('sha256', 'sha1'), [secret])).toBe(false);
    const empty = createHmac('sha256', '')
      .update('Hello, World!')
      .digest('hex');
    expect(verify(`sha256=${empty}`, [''])).toBe(false);
  });
});

describe("GitHub's own examples, unchanged", () => {
  it('can all be read, and each says facts, why not, or that it has none', async () => {
    const kinds = new Set<string>();
    for (const { name, examples: payloads } of examples) {
      for (const payload of payloads) {
        const { facts, unmatched, ignored } = await read(name, payload);
        facts.forEach(fact => parseFact(fact));
        expect(
          [facts.length, unmatched?.length, ignored].filter(Boolean),
        ).not.toEqual([]);
        facts.forEach(({ type }) => kinds.add(`${name} ${type}`));
      }
    }
    expect([...kinds].sort()).toEqual([
      'deployment deployment',
      'deployment_status deployment',
      'pull_request pull_request',
      'push commit',
      'release deployment',
      'workflow_run deployment',
    ]);
  });

  it('a push brings commits', async () => {
    const payload = (
      examples.find(({ name }) => name === 'push')?.examples ?? []
    ).find(one => 'ref' in one && one.ref === 'refs/heads/master');
    expect(await read('push', payload)).toEqual({
      facts: [
        {
          type: 'commit',
          at: '2019-05-15T15:19:25Z',
          repository: 'codertocat/hello-world',
          sha: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
          authoredAt: '2019-05-15T15:19:25Z',
          authorType: 'human',
          paths: ['README.md'],
        },
      ],
    });
  });

  it('a deployment succeeds when its status was made', async () => {
    const { facts } = await read(
      'deployment_status',
      example('deployment_status'),
    );
    expect(facts).toEqual([
      {
        type: 'deployment',
        source: 'github',
        component: 'component:default/hello',
        environment: 'production',
        tier: 'production',
        externalId: '145988746',
        at: '2019-05-15T15:20:55Z',
        startedAt: '2019-05-15T15:20:53Z',
        finishedAt: '2019-05-15T15:20:55Z',
        result: 'succeeded',
        revision: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
      },
    ]);
  });

  it('a pull request and its review', async () => {
    const [opened] = (
      await read('pull_request', example('pull_request', 'opened'))
    ).facts;
    expect(opened).toMatchObject({
      type: 'pull_request',
      repository: 'codertocat/hello-world',
      number: 2,
      openedAt: '2019-05-15T15:20:33Z',
      branch: 'changes',
      headCommit: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
    });
    expect(opened).not.toHaveProperty('mergeCommit');
    expect(
      (
        await read(
          'pull_request_review',
          example('pull_request_review', 'submitted'),
        )
      ).ignored,
    ).toMatch(/no review of it/);
  });

  it('a review by somebody else is the first look at a change', async () => {
    const payload = structuredClone(
      example('pull_request_review', 'submitted'),
    );
    Object.assign(payload ?? {}, {
      review: {
        submitted_at: '2019-05-15T15:20:38Z',
        user: { login: 'hubot' },
      },
    });
    expect((await read('pull_request_review', payload)).facts).toEqual([
      {
        type: 'pull_request',
        at: '2019-05-15T15:20:38Z',
        repository: 'codertocat/hello-world',
        number: 2,
        firstReviewAt: '2019-05-15T15:20:38Z',
      },
    ]);
  });

  it('says what nobody owns, and how to mend it', async () => {
    expect(
      (await read('push', example('push', undefined, 4), contextOf([])))
        .unmatched,
    ).toEqual([
      {
        reason: 'no_component',
        subject: 'codertocat/hello-world',
        detail:
          'No component of the catalog has the repository "Codertocat/Hello-World".',
        mend: expect.stringContaining('cairn.dev/repository'),
      },
    ]);
  });
});

const repository = { full_name: 'Acme/Mono', default_branch: 'main' };
const cart = component('cart', {
  'cairn.dev/repository': 'acme/mono',
  'cairn.dev/paths': 'services/cart/**',
});
const search = component('search', {
  'backstage.io/source-location':
    'url:https://github.com/acme/mono/tree/main/services/search/',
});

function status(state: string, change: object = {}) {
  return {
    repository,
    deployment: {
      id: 7,
      sha: 'c2',
      task: 'deploy',
      environment: 'prod',
      payload: '{}',
      created_at: '2026-03-02T10:00:00Z',
      ...change,
    },
    deployment_status: { state, created_at: '2026-03-02T10:05:00Z' },
  };
}

describe('deployments', () => {
  const one = contextOf([cart]);
  const only = ({ facts }: Translation) => facts.map(fact => parseFact(fact));

  it.each<[string, object | undefined]>([
    ['success', { result: 'succeeded' }],
    ['failure', { result: 'failed', reachedProduction: true }],
    ['error', { result: 'failed', reachedProduction: false }],
    ['in_progress', {}],
    ['queued', {}],
    ['inactive', undefined],
  ])('the status %s', async (state, expected) => {
    const facts = only(await read('deployment_status', status(state), one));
    expect(facts).toHaveLength(expected ? 1 : 0);
    if (!expected) return;
    expect(facts[0]).toMatchObject(expected);
    expect('finishedAt' in facts[0]).toBe('result' in expected);
  });

  it('does not take a failure for one of production, unless it is said', async () => {
    const careful = createGithubCollector({ failureReachesProduction: false });
    const { facts } = await careful.translate(
      deliver('deployment_status', status('failure')),
      one,
    );
    expect(facts[0]).not.toHaveProperty('reachedProduction');
  });

  it.each<[string, object, string | undefined]>([
    ['a known name', { environment: 'payments-prod' }, 'production'],
    ['another tier', { environment: 'staging' }, 'staging'],
    [
      "GitHub's word",
      { environment: 'Harbour', production_environment: true },
      'production',
    ],
    [
      'one that goes',
      { environment: 'Harbour', transient_environment: true },
      'preview',
    ],
    ['an unknown one', { environment: 'Harbour' }, undefined],
  ])('environments: %s', async (_, change, tier) => {
    const { facts, unmatched } = await read(
      'deployment_status',
      status('success', change),
      one,
    );
    expect(facts).toMatchObject(tier ? [{ tier }] : []);
    expect(unmatched?.map(({ reason }) => reason)).toEqual(
      tier ? undefined : ['unknown_environment'],
    );
  });

  it('an image says which commit it was built from', async () => {
    const payload = {
      image: 'registry/acme/cart:1',
      release: 'r1',
      planned: true,
    };
    const { facts } = await read(
      'deployment_status',
      status('success', { payload, task: 'deploy:rollback' }),
      one,
    );
    expect(facts).toMatchObject([
      { releaseId: 'r1', planned: true, declaredKind: 'rollback' },
      { type: 'build', revision: 'c2', artifacts: ['registry/acme/cart:1'] },
    ]);
  });

  it('of a repository of many: those named, else those touched since', async () => {
    const said = await read(
      'deployment_status',
      status('success', { payload: { components: ['search', 'gone'] } }),
      contextOf([cart, search]),
    );
    expect(said).toMatchObject({
      facts: [{ component: 'component:default/search' }],
      unmatched: [{ reason: 'no_component', subject: 'gone' }],
    });
    const commit = (sha: string, path: string, parents: string[]) =>
      parseFact({
        type: 'commit',
        at: '2026-03-01T00:00:00Z',
        repository: 'acme/mono',
        sha,
        parents,
        paths: [path],
      });
    const before = (name: string) =>
      parseFact({
        type: 'deployment',
        at: '2026-03-01T10:00:00Z',
        source: 'github',
        environment: 'production',
        component: `component:default/${name}`,
        externalId: '6',
        result: 'succeeded',
        revision: 'c1',
      });
    const known = [
      commit('c1', 'README.md', []),
      commit('c2', 'services/search/index.ts', ['c1']),
      before('cart'),
      before('search'),
    ];
    const touched = await read(
      'deployment_status',
      status('success'),
      contextOf([cart, search], known),
    );
    expect(touched.facts).toMatchObject([
      { component: 'component:default/search', releaseId: 'github/7' },
    ]);
  });

  it('all n! orders and any repetition give the same', async () => {
    const told = await Promise.all(
      ['queued', 'in_progress', 'success', 'failure', 'inactive'].map(
        async (state, index) => {
          const payload = status(state);
          payload.deployment_status.created_at = `2026-03-02T10:0${index}:00Z`;
          return only(await read('deployment_status', payload, one));
        },
      ),
    );
    const expected = foldFacts(told.flat());
    expect([...expected.deployments.values()]).toMatchObject([
      { result: 'succeeded', finishedAt: Date.parse('2026-03-02T10:02:00Z') },
    ]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...told, ...told], { minLength: 10 }),
        shuffled => {
          expect(foldFacts(shuffled.flat())).toEqual(expected);
        },
      ),
    );
  });
});

it('a body that is none of GitHub names the field', async () => {
  await expect(read('push', { ref: 'refs/heads/main' })).rejects.toThrow(
    /field "(before|repository)"/,
  );
  await expect(
    collector.translate(
      {
        headers: { 'x-github-event': 'push' },
        body: Buffer.from('{'),
        receivedAt: 0,
      },
      context,
    ),
  ).rejects.toThrow('The body is not JSON');
});
