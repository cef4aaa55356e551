import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldFacts, parseFact, type Fact } from '@cairn/plugin-dora-common';
import {
  ComponentIndex,
  createTranslationContext,
} from '@cairn/plugin-dora-node';
import fc from 'fast-check';
import { cdeventsCollector } from './cdeventsCollector';

const index = ComponentIndex.fromEntities(
  [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'shop',
        annotations: { 'cairn.dev/dora-name': 'mySubject123, myApp' },
      },
    },
  ],
  {
    environments: [
      { name: 'production', tier: 'production', aliases: ['test123', 'prod1'] },
    ],
    incidentSources: [],
  },
);
const context = createTranslationContext({
  directory: () => index,
  ledgerOfRepository: async () => foldFacts([]),
});

const digest = `sha256:${'0b31b1c0'.repeat(8)}`;
const artifactId = `pkg:oci/shop@${digest.replace(':', '%3A')}?tag=1.2.3`;
const environment = { id: 'shop-prod', source: '/clusters/main' };

function event(
  type: string,
  subject: { id: string; content?: object },
  context_: object = {},
) {
  return {
    context: {
      specversion: '0.6.0-draft',
      id: 'e1',
      source: '/ci/shop',
      type: `dev.cdevents.${type}.0.3.0`,
      timestamp: '2026-03-02T10:00:00.5Z',
      ...context_,
    },
    subject: { source: '/ci/shop', ...subject },
  };
}

const deliver = (payload: unknown, headers: Record<string, string> = {}) => ({
  headers,
  body: Buffer.from(JSON.stringify(payload)),
  receivedAt: 0,
});

const read = (payload: unknown, headers?: Record<string, string>) =>
  cdeventsCollector.translate(deliver(payload, headers), context);

it.each<[string, object, object]>([
  ['service.deployed', {}, { result: 'succeeded' }],
  ['service.upgraded', {}, { result: 'succeeded' }],
  ['service.rolledback', {}, { result: 'succeeded', declaredKind: 'rollback' }],
  [
    'pipelinerun.finished',
    { outcome: 'failure' },
    { result: 'failed', reachedProduction: true },
  ],
  [
    'pipelinerun.finished',
    { outcome: 'error' },
    { result: 'failed', reachedProduction: false },
  ],
])('%s %j', async (type, content, expected) => {
  const told = await read(
    event(type, {
      id: type.startsWith('service') ? 'shop' : 'deploy-17',
      content: { environment, artifactId, ...content },
    }),
  );
  expect(told).toEqual({
    facts: [
      {
        type: 'deployment',
        source: 'cdevents',
        at: '2026-03-02T10:00:00.5Z',
        finishedAt: '2026-03-02T10:00:00.5Z',
        externalId: '/ci/shop#e1',
        component: 'component:default/shop',
        environment: 'production',
        tier: 'production',
        artifacts: [digest],
        ...expected,
      },
    ],
  });
});

it('an artifact says which commit it was built from', async () => {
  const change = { id: 'c1', source: 'https://git.example.org/acme/shop' };
  const { facts } = await read(
    event('artifact.packaged', { id: artifactId, content: { change } }),
  );
  expect(facts).toMatchObject([
    {
      type: 'build',
      repository: 'acme/shop',
      revision: 'c1',
      artifacts: [digest],
    },
  ]);
});

it.each(['environment.created', 'change.merged', 'service.removed'])(
  'leaves out %s',
  async type => {
    const told = await read(event(type, { id: 'shop' }));
    expect(told).toEqual({ facts: [], ignored: expect.any(String) });
  },
);

it('says what is missing, and how to mend it', async () => {
  const at = (id: string, content: object) =>
    read(event('service.deployed', { id, content }));
  expect(await at('gone', { environment })).toMatchObject({
    facts: [],
    unmatched: [{ reason: 'no_component', subject: 'gone' }],
  });
  expect(await at('shop', { environment: { id: 'harbour' } })).toMatchObject({
    unmatched: [{ reason: 'unknown_environment', subject: 'harbour' }],
  });
  expect(await at('shop', {})).toMatchObject({
    unmatched: [{ reason: 'unknown_environment' }],
  });
  await expect(read({ context: {} })).rejects.toThrow('cannot be read');
});

it('reads structured mode and batches alike', async () => {
  const one = event('service.deployed', {
    id: 'shop',
    content: { environment },
  });
  const cloudEvent = { specversion: '1.0', id: 'e1', data: one };
  const binary = await read(one);
  expect(await read(cloudEvent)).toEqual(binary);
  const type = 'application/cloudevents-batch+json; charset=utf-8';
  expect(
    await read([cloudEvent, cloudEvent], { 'content-type': type }),
  ).toEqual({ facts: [...binary.facts, ...binary.facts] });
});

it('the resolution may come before the detection, and both again', async () => {
  const content = { environment, service: { id: 'shop' } };
  const told = await Promise.all(
    [
      event('incident.detected', { id: 'i1', content }),
      event(
        'incident.resolved',
        { id: 'i1', content },
        { id: 'e2', timestamp: '2026-03-02T11:00:00Z' },
      ),
    ].map(async payload => (await read(payload)).facts.map(f => parseFact(f))),
  );
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...told, ...told], { minLength: 4 }),
      shuffled => {
        expect([
          ...foldFacts(shuffled.flat()).incidents.values(),
        ]).toMatchObject([
          {
            component: 'component:default/shop',
            environment: 'production',
            openedAt: Date.parse('2026-03-02T10:00:00.500Z'),
            endedAt: Date.parse('2026-03-02T11:00:00Z'),
          },
        ]);
      },
    ),
  );
});

it('needs a token or a signature', () => {
  const headers = { authorization: 'Bearer s' };
  expect(cdeventsCollector.verify(deliver({}, headers), ['s'])).toBe(true);
  expect(cdeventsCollector.verify(deliver({}), ['s'])).toBe(false);
  expect(cdeventsCollector.verify(deliver({}, headers), [])).toBe(false);
});

const fixtures = process.env.CAIRN_FIXTURES;
const folder = fixtures && join(fixtures, 'cdevents');
const withFixtures = folder && existsSync(folder) ? describe : describe.skip;

withFixtures("the specification's own examples", () => {
  it('are read unchanged', async () => {
    const facts: Fact[] = [];
    const said: Record<string, string> = {};
    for (const name of readdirSync(folder ?? '')) {
      const told = await read(
        JSON.parse(readFileSync(join(folder ?? '', name), 'utf8')),
      );
      facts.push(...told.facts.map(fact => parseFact(fact)));
      said[name] = told.facts.map(({ type }) => type).join() || 'ignored';
      expect(told.unmatched).toBeUndefined();
    }
    expect(said).toEqual({
      'artifact_published.json': 'ignored',
      'change_merged.json': 'ignored',
      'environment_created.json': 'ignored',
      'incident_detected.json': 'incident',
      'incident_resolved.json': 'incident',
      'service_deployed.json': 'deployment',
      'service_rolledback.json': 'deployment',
      'service_upgraded.json': 'deployment',
    });
    expect(foldFacts(facts).incidents.size).toBe(1);
  });
});
