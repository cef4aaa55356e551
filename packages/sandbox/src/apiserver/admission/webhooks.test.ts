import { AdmissionWorld } from '../../__testUtils__/AdmissionWorld';

const MAPS = '/api/v1/namespaces/default/configmaps';
const MERGE = 'application/merge-patch+json';

jest.setTimeout(60_000);

describe('admission webhooks', () => {
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
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'guarded', labels: { guard: 'yes' } },
        },
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
});
