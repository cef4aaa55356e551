import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArgoApplication } from '@cairn/plugin-delivery-common';
import {
  analyse,
  foldFacts,
  parseFact,
  type DeploymentFact,
  type Fact,
} from '@cairn/plugin-dora-common';
import {
  ComponentIndex,
  createTranslationContext,
} from '@cairn/plugin-dora-node';
import fc from 'fast-check';
import { parse } from 'yaml';
import { translateApplication } from './translateApplication';

const shop = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'shop',
    annotations: {
      'backstage.io/kubernetes-id': 'shop',
      'cairn.dev/repository': 'acme/shop',
    },
  },
};

const index = ComponentIndex.fromEntities([shop], {
  environments: [],
  incidentSources: [],
});

function contextOf(facts: Fact[] = []) {
  return createTranslationContext({
    directory: () => index,
    ledgerOfRepository: async () => foldFacts(facts),
  });
}

async function read(
  seen: ArgoApplication,
  facts: Fact[] = [],
): Promise<DeploymentFact[]> {
  const told = await translateApplication(
    { cluster: 'hub', application: seen, environment: 'prod' },
    contextOf(facts),
  );
  return told.facts
    .map(fact => parseFact(fact))
    .filter(fact => fact.type === 'deployment');
}

const [A, B, C] = ['a', 'b', 'c'].map(letter => letter.repeat(40));
const minute = (n: number) => new Date(Date.UTC(2026, 2, 2, 10, n));

function application(
  entries: { id: number; revision: string }[],
  status: ArgoApplication['status'] = {},
  metadata: Partial<ArgoApplication['metadata']> = {},
): ArgoApplication {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: 'shop-prod',
      namespace: 'argocd',
      uid: 'u1',
      labels: { 'backstage.io/kubernetes-id': 'shop' },
      ...metadata,
    },
    spec: { destination: { namespace: 'shop-prod' } },
    status: {
      history: entries.map(({ id, revision }) => ({
        id,
        revision,
        deployStartedAt: minute(id * 10).toISOString(),
        deployedAt: minute(id * 10 + 1).toISOString(),
      })),
      ...status,
    },
  };
}

function succeeded(revision: string, images: string[]) {
  return {
    operationState: {
      phase: 'Succeeded',
      startedAt: minute(0).toISOString(),
      finishedAt: minute(59).toISOString(),
      operation: { sync: { revision } },
      syncResult: {
        revision,
        resources: [
          { kind: 'Deployment', status: 'Synced', images },
          { kind: 'Job', hookType: 'PreSync', images: ['migrate:1'] },
        ],
      },
    },
  };
}

describe('the commit that runs', () => {
  const sha = 'd'.repeat(40);
  const commits = [
    parseFact({ type: 'commit', at: 0, repository: 'acme/shop', sha }),
  ];

  it.each<[string, string, string | undefined]>([
    ['a whole id', `registry:5000/acme/shop:${sha}`, sha],
    ['a short one that is known', 'acme/shop:main-ddddddd', sha],
    ['a short one that is not known', 'acme/shop:sha-1234567', undefined],
    ['a version', 'acme/shop:1.2.3', undefined],
    ['a date', 'acme/shop:20260302', undefined],
    ['a digest alone', `acme/shop@sha256:${'0'.repeat(64)}`, undefined],
  ])('is found in a tag: %s', async (_, image, expected) => {
    const [first] = await read(
      application([{ id: 0, revision: A }], succeeded(A, [image])),
      commits,
    );
    expect(first.revision).toBe(expected);
    expect(first.configRevision).toBe(A);
    expect(first.artifacts).toHaveLength(1);
  });

  it('defect 15: is never the revision of the GitOps repository, unless the Application says so', async () => {
    const plain = await read(application([{ id: 0, revision: A }]));
    expect(plain[0]).not.toHaveProperty('revision');
    const annotations = { 'cairn.dev/source-index': '0' };
    const said = await read(
      application([{ id: 0, revision: A }], {}, { annotations }),
    );
    expect(said[0].revision).toBe(A);
  });

  it('comes from what CI says of the image', async () => {
    const facts = await read(
      application([{ id: 0, revision: A }], succeeded(A, ['acme/shop:7'])),
    );
    const build = parseFact({
      type: 'build',
      at: 0,
      source: 'github',
      externalId: '1',
      repository: 'acme/shop',
      revision: sha,
      artifacts: ['acme/shop:7'],
    });
    const [{ definition }] = index.all();
    expect(analyse(definition, [...facts, build]).deployments).toMatchObject([
      { revision: sha, environments: ['production'] },
    ]);
  });
});

describe('deployments', () => {
  const kinds = (facts: Fact[]) =>
    analyse(index.all()[0].definition, facts).deployments.map(
      ({ kind, failed }) => (failed ? `${kind} failed` : kind),
    );

  it('edge case V1 V2 V3 V1: the last is a rollback', async () => {
    const facts = await read(
      application([
        { id: 0, revision: A },
        { id: 1, revision: B },
        { id: 2, revision: C },
        { id: 3, revision: A },
      ]),
    );
    expect(facts.map(({ declaredKind }) => declaredKind)).toEqual([
      undefined,
      undefined,
      undefined,
      'rollback',
    ]);
  });

  it('the same revision again is a redeploy', async () => {
    const facts = await read(
      application([
        { id: 0, revision: A },
        { id: 1, revision: A },
        { id: 2, revision: B },
      ]),
    );
    expect(kinds(facts)).toEqual(['standard', 'redeploy', 'standard']);
  });

  it('edge case truncated history: a jump of the ids is a gap, the first look is none', async () => {
    const before = await read(application([{ id: 4, revision: A }]));
    expect(before[0]).not.toHaveProperty('gap');
    const after = await read(
      application([
        { id: 7, revision: B },
        { id: 8, revision: C },
      ]),
      before,
    );
    expect(after.map(({ gap }) => gap)).toEqual([true, undefined]);
  });

  it('one release in several clusters has one name', async () => {
    const [one] = await read(application([{ id: 0, revision: A }]));
    const [other] = await read(
      application([{ id: 3, revision: A }], {}, { uid: 'u2' }),
    );
    expect(one.releaseId).toBe(other.releaseId);
    expect(one.externalId).not.toBe(other.externalId);
  });

  it('is unknown, with the mend, without a component or an environment', async () => {
    const told = (seen: ArgoApplication) =>
      translateApplication({ cluster: 'hub', application: seen }, contextOf());
    const lost = application([{ id: 0, revision: A }], {}, { labels: {} });
    expect((await told(lost)).unmatched).toMatchObject([
      { reason: 'no_component', subject: 'argocd/shop-prod' },
    ]);
    const nowhere = application([{ id: 0, revision: A }]);
    nowhere.spec = { destination: { namespace: 'harbour' } };
    expect((await told(nowhere)).unmatched).toMatchObject([
      { reason: 'unknown_environment', subject: 'harbour' },
    ]);
  });
});

it('looking at any moments, in any order and number, gives the same deployments', async () => {
  const entries = [A, B, C, A].map((revision, id) => ({ id, revision }));
  const looks = await Promise.all(
    entries.map((_, n) =>
      read(
        application(entries.slice(Math.max(0, n - 1), n + 1), {
          ...succeeded(entries[n].revision, [`acme/shop:${n}`]),
        }),
      ),
    ),
  );
  const keys = (facts: Fact[]) =>
    [...foldFacts(facts).deployments.keys()].sort();
  const expected = keys(looks.flat());
  expect(expected).toHaveLength(4);
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...looks, ...looks], { minLength: 8 }),
      shuffled => {
        expect(foldFacts(shuffled.flat()).deployments).toEqual(
          foldFacts(looks.flat()).deployments,
        );
      },
    ),
  );
});

const fixtures = process.env.CAIRN_FIXTURES;
const recordings = fixtures && join(fixtures, 'argocd/recorded/lifecycle');
const withFixtures =
  recordings && existsSync(recordings) ? describe : describe.skip;

withFixtures('what Argo CD 3.5.7 wrote, unchanged', () => {
  const objects = (name: string): ArgoApplication[] =>
    (
      parse(readFileSync(join(recordings ?? '', name), 'utf8')) as {
        objectsAtEnd: ArgoApplication[];
      }
    ).objectsAtEnd.filter(({ kind }) => kind === 'Application');

  const labelled = (one: ArgoApplication): ArgoApplication => ({
    ...one,
    metadata: {
      ...one.metadata,
      labels: { 'backstage.io/kubernetes-id': 'shop' },
    },
  });

  async function last(name: string): Promise<DeploymentFact[]> {
    const [object] = objects(`${name}.yaml`);
    return read(labelled(object));
  }

  it('can all be read', async () => {
    const names = readdirSync(recordings ?? '');
    for (const name of names) {
      for (const object of objects(name)) {
        for (const fact of await read(labelled(object))) {
          expect(fact.finishedAt).toBeGreaterThan(0);
          expect(fact).not.toHaveProperty('revision');
        }
      }
    }
    expect(names.length).toBeGreaterThan(40);
  });

  it.each<[string, object[]]>([
    ['09-terminate', [{ result: 'failed', reachedProduction: false }]],
    // What a self-heal put back is no deployment.
    ['05-drift-selfheal', [{ result: 'succeeded' }]],
    // Retries are running still: no result.
    ['03-hooks-postsync-fails', []],
    [
      '10-retry-limit-0',
      [
        { result: 'succeeded' },
        { result: 'succeeded', artifacts: ['nginx:1.29'] },
      ],
    ],
    [
      '19-multi-source',
      [
        {
          configRevision: expect.stringMatching(/^[0-9a-f]{40}\+[0-9a-f]{40}$/),
        },
        {},
        { declaredKind: 'rollback' },
        { artifacts: ['nginx:1.28'] },
      ],
    ],
  ])('%s', async (name, expected) => {
    expect(await last(name)).toMatchObject(expected);
  });

  it('the live Application of several years, and a list answer', async () => {
    const live = parse(
      readFileSync(
        join(fixtures ?? '', 'argocd/application-multi-source-live.yaml'),
        'utf8',
      ),
    ) as ArgoApplication;
    const facts = await read(labelled(live));
    expect(facts.length).toBeGreaterThan(5);
    const { items } = JSON.parse(
      readFileSync(
        join(fixtures ?? '', 'argocd/applications-list.json'),
        'utf8',
      ),
    ) as { items: ArgoApplication[] };
    // The list tells the newest first.
    expect(await read(labelled(items[0]))).toMatchObject([
      { configRevision: '9f8e7d6c5b4a' },
      { configRevision: 'a1b2c3d4e5f6' },
    ]);
  });
});
