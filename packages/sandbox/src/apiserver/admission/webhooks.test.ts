import { AdmissionWorld, patch } from '../../__testUtils__/AdmissionWorld';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const MAPS = '/api/v1/namespaces/default/configmaps';
const MERGE = 'application/merge-patch+json';

jest.setTimeout(60_000);

describe('admission webhooks', () => {
  let world: AdmissionWorld;
  beforeAll(async () => {
    world = await AdmissionWorld.start();
  });
  afterAll(() => world.stop());

  /** A webhook that is only asked about objects labelled with its name. */
  function webhook(name: string, url: string, more: object = {}): object {
    return {
      name: `${name}.hooks.example`,
      clientConfig: { url, caBundle: world.caBundle },
      rules: [
        {
          apiGroups: ['', 'apps'],
          apiVersions: ['v1'],
          operations: ['*'],
          resources: ['configmaps', 'deployments', 'deployments/scale'],
        },
      ],
      objectSelector: { matchLabels: { [name]: 'yes' } },
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      ...more,
    };
  }

  async function register(
    plural: 'validating' | 'mutating',
    name: string,
    ...webhooks: object[]
  ): Promise<void> {
    const { code, body } = await world.send(
      'POST',
      `${GROUP}/${plural}webhookconfigurations`,
      { metadata: { name }, webhooks },
    );
    expect([code, body.message]).toEqual([201, undefined]);
  }

  function map(name: string, ...labels: string[]): object {
    return {
      metadata: {
        name,
        labels: Object.fromEntries(labels.map(label => [label, 'yes'])),
      },
      data: { a: 'b' },
    };
  }

  const create = (name: string, ...labels: string[]) =>
    world.send('POST', MAPS, map(name, ...labels));

  it('asks validating webhooks and tells what they say', async () => {
    const denied = world.hook('/denied', () => ({
      allowed: false,
      warnings: ['look "out"'],
      status: { message: 'no, thank you', code: 403, reason: 'Forbidden' },
    }));
    await register(
      'validating',
      'voices',
      webhook('denied', denied),
      webhook(
        'silent',
        world.hook('/silent', () => ({ allowed: false })),
      ),
      webhook(
        'warned',
        world.hook('/warned', () => ({
          warnings: ['mind the gap'],
          auditAnnotations: { seen: 'indeed' },
        })),
      ),
    );

    const refused = await create('refused', 'denied');
    expect(refused).toMatchObject({
      code: 403,
      warnings: ['look "out"'],
      body: {
        status: 'Failure',
        reason: 'Forbidden',
        message:
          'admission webhook "denied.hooks.example" denied the request: no, thank you',
      },
    });
    expect(await world.send('GET', `${MAPS}/refused`)).toMatchObject({
      code: 404,
    });
    expect(await create('silent', 'silent')).toMatchObject({
      code: 400,
      body: {
        message:
          'admission webhook "silent.hooks.example" denied the request without explanation',
      },
    });
    const warned = await create('warned', 'warned');
    expect(warned).toMatchObject({ code: 201, warnings: ['mind the gap'] });
    expect(world.lines.join('\n')).toContain(
      '"warned.hooks.example/seen":"indeed"',
    );

    // The webhook saw the very object that was stored, under its own name.
    const [review] = world.reviews['/warned'];
    expect(review).toMatchObject({
      kind: { group: '', version: 'v1', kind: 'ConfigMap' },
      resource: { group: '', version: 'v1', resource: 'configmaps' },
      name: 'warned',
      namespace: 'default',
      operation: 'CREATE',
      userInfo: { username: 'admin' },
      oldObject: null,
      dryRun: false,
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
    });
    expect(review.object.metadata).toMatchObject({
      uid: (warned.body.metadata as { uid: string }).uid,
      managedFields: [{ manager: 'admission-test' }],
    });
    expect(await create('free')).toMatchObject({ code: 201, warnings: [] });
  });

  it('asks about updates, applies, deletions and dry runs', async () => {
    const path = '/guard';
    const url = world.hook(path, () => ({ allowed: false }));
    await create('guarded');
    await create('kept', 'guard');
    await register('validating', 'guard', webhook('guard', url));
    const label = { metadata: { labels: { guard: 'yes' } } };
    const answers = [
      await world.send('PATCH', `${MAPS}/guarded`, label, { type: MERGE }),
      await world.send(
        'PATCH',
        `${MAPS}/guarded?fieldManager=me`,
        { apiVersion: 'v1', kind: 'ConfigMap', ...map('guarded', 'guard') },
        { type: 'application/apply-patch+yaml' },
      ),
      await world.send('DELETE', `${MAPS}/kept`),
      await world.send('DELETE', `${MAPS}?labelSelector=guard`),
      await world.send('POST', `${MAPS}?dryRun=All`, {
        metadata: { generateName: 'dry-', labels: { guard: 'yes' } },
      }),
    ];
    expect(answers.map(({ code }) => code)).toEqual(Array(5).fill(400));
    expect(
      world.reviews[path].map(({ operation, dryRun, options }) => [
        operation,
        dryRun,
        (options as { kind: string }).kind,
      ]),
    ).toEqual([
      ['UPDATE', false, 'UpdateOptions'],
      ['UPDATE', false, 'UpdateOptions'],
      ['DELETE', false, 'DeleteOptions'],
      ['DELETE', false, 'DeleteOptions'],
      ['CREATE', true, 'CreateOptions'],
    ]);
    expect(world.reviews[path][2]).toMatchObject({
      object: null,
      oldObject: { metadata: { name: 'kept' } },
    });
    expect(world.reviews[path][4].name).toMatch(/^dry-\w{5}$/);
    expect(await world.send('GET', `${MAPS}/kept`)).toMatchObject({
      code: 200,
    });
  });

  it('fails or goes on when a webhook is down, as its policy says', async () => {
    const nobody = 'https://127.0.0.1:1/x';
    await register(
      'validating',
      'down',
      webhook('closed', nobody),
      webhook('open', nobody, { failurePolicy: 'Ignore' }),
      webhook(
        'stranger',
        world.hook('/stranger', () => ({})),
        {
          clientConfig: { url: world.hook('/stranger', () => ({})) },
        },
      ),
      webhook('service', nobody, {
        clientConfig: { service: { namespace: 'a', name: 'b', path: '/c' } },
      }),
      webhook(
        'slow',
        world.hook('/slow', () => new Promise(() => undefined)),
        { timeoutSeconds: 1 },
      ),
      webhook(
        'lost',
        world.hook('/lost', () => ({ uid: 'another' })),
      ),
      webhook(
        'sided',
        world.hook('/sided', () => ({})),
        {
          sideEffects: 'NoneOnDryRun',
        },
      ),
    );
    const message = async (label: string) =>
      (await create(`down-${label}`, label)).body.message;
    const failed = (name: string, why: string) =>
      `Internal error occurred: failed calling webhook "${name}.hooks.example": ${why}`;
    expect(await message('closed')).toBe(
      failed(
        'closed',
        'failed to call webhook: Post "https://127.0.0.1:1/x?timeout=10s": dial tcp 127.0.0.1:1: connect: connection refused',
      ),
    );
    expect(await message('open')).toBeUndefined();
    expect(await message('stranger')).toContain(
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    );
    expect(await message('service')).toBe(
      failed(
        'service',
        'failed to call webhook: Post "https://b.a.svc:443/c?timeout=10s": service "b" not found',
      ),
    );
    expect(await message('slow')).toContain('context deadline exceeded');
    expect(await message('lost')).toMatch(
      /received invalid webhook response: expected response.uid="[-0-9a-f]{36}", got "another"$/,
    );
    expect(await message('sided')).toBeUndefined();
  });

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
