import { AdmissionWorld, patch } from '../../__testUtils__/AdmissionWorld';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const MAPS = '/api/v1/namespaces/default/configmaps';
const MERGE = 'application/merge-patch+json';

jest.setTimeout(60_000);

describe('admission webhooks and changes', () => {
  let world: AdmissionWorld;
  beforeAll(async () => {
    world = await AdmissionWorld.start();
  });
  afterAll(() => world.stop());

  const webhook: AdmissionWorld['webhook'] = (...parts) =>
    world.webhook(...parts);
  const register: AdmissionWorld['register'] = (...parts) =>
    world.register(...parts);
  const create = (name: string, ...labels: string[]) =>
    world.createMap(name, ...labels);

  it('lets mutating webhooks change objects, and asks again if told to', async () => {
    const set = (name: string, value: string) =>
      patch({ op: 'add', path: `/metadata/labels/${name}`, value });
    const count = world.hook('/count', ({ object }) =>
      set('count', String(Number(object.metadata.labels?.count ?? 0) + 1)),
    );
    await register(
      'mutating',
      'changes',
      webhook('changed', count, { reinvocationPolicy: 'IfNeeded' }),
      webhook(
        'changed',
        world.hook('/late', () => set('late', 'yes')),
        { name: 'late.hooks.example' },
      ),
      webhook(
        'unfit',
        world.hook('/unfit', () =>
          patch({ op: 'replace', path: '/none/there', value: 1 }),
        ),
      ),
    );
    await register(
      'validating',
      'sees-changes',
      webhook(
        'late',
        world.hook('/sees', () => ({})),
      ),
    );
    const { code, body } = await create('changed', 'changed');
    expect(code).toBe(201);
    expect(body.metadata).toMatchObject({
      labels: { changed: 'yes', count: '2', late: 'yes' },
    });
    // What came of it is what the validating one is asked about.
    expect(world.reviews['/sees'][0].object.metadata.labels).toEqual({
      changed: 'yes',
      count: '2',
      late: 'yes',
    });
    expect(world.reviews['/count'][0].object.metadata).not.toHaveProperty(
      'uid',
    );
    expect(await create('unfit', 'unfit')).toMatchObject({
      code: 500,
      body: { reason: 'InternalError' },
    });
  });

  it('shows a scale as a Scale, and leaves its own objects alone', async () => {
    const url = world.hook('/scaled', () => ({ allowed: false }));
    const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
    const labels = { app: 'web' };
    await world.send('POST', DEPLOYMENTS, {
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'web', image: 'web:1' }] },
        },
      },
    });
    await register(
      'validating',
      'scaled',
      webhook('scaled', url, {
        objectSelector: {},
        rules: [
          {
            apiGroups: ['*'],
            apiVersions: ['*'],
            operations: ['*'],
            resources: ['*/scale', 'validatingwebhookconfigurations'],
          },
        ],
      }),
    );
    const answer = await world.send(
      'PATCH',
      `${DEPLOYMENTS}/web/scale`,
      { spec: { replicas: 3 } },
      { type: MERGE },
    );
    expect(answer.code).toBe(400);
    expect(world.reviews['/scaled'][0]).toMatchObject({
      kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
      resource: { group: 'apps', version: 'v1', resource: 'deployments' },
      subResource: 'scale',
      object: { kind: 'Scale', spec: { replicas: 3 } },
      oldObject: { kind: 'Scale', spec: { replicas: 1 } },
    });
    expect(
      await world.send(
        'DELETE',
        `${GROUP}/validatingwebhookconfigurations/scaled`,
      ),
    ).toMatchObject({ code: 200 });
    expect(world.reviews['/scaled']).toHaveLength(1);
  });

  it('asks again when the object changed while a webhook was thinking', async () => {
    await create('raced', 'raced');
    let changed = false;
    const url = world.hook('/raced', async () => {
      if (changed) return {};
      changed = true;
      await world.send(
        'PATCH',
        `${MAPS}/raced`,
        { metadata: { labels: { raced: null } }, data: { first: 'won' } },
        { type: MERGE },
      );
      return {};
    });
    await register('validating', 'raced', webhook('raced', url));
    const { code, body } = await world.send(
      'PATCH',
      `${MAPS}/raced`,
      { metadata: { labels: { raced: 'yes' } }, data: { second: 'came too' } },
      { type: MERGE },
    );
    expect(code).toBe(200);
    expect(body.data).toEqual({ a: 'b', first: 'won', second: 'came too' });
    expect(world.reviews['/raced']).toHaveLength(3);
  });
});
