import request from 'supertest';
import { service, template } from './__testUtils__/entities';
import { ada, aService, ben, dev, nobody } from './__testUtils__/people';
import { World } from './__testUtils__/World';

const BASE = '/api/golden-paths';

describe('golden-paths', () => {
  const world = new World();
  let server: Awaited<ReturnType<World['start']>>;

  beforeAll(async () => {
    server = await world.start();
  }, 60_000);
  beforeEach(() => {
    world.policy = 'ownership';
    world.catalogIsDown = false;
    world.clusterIsDown = false;
    world.objects = [];
    world.tenants = [
      {
        cluster: 'hub',
        name: 'payments-dev',
        owner: 'group:default/payments',
        environment: 'dev',
      },
    ];
    world.entities = [
      template({ name: 'nodejs', version: '1.1.0' }),
      template({ name: 'no-path' }),
      service({ name: 'new', from: 'template:default/nodejs@1.1.0' }),
      service({ name: 'old', from: 'template:default/nodejs@1.0.0' }),
      service({
        name: 'older',
        from: 'template:default/nodejs@0.9.0',
        owner: 'logistics',
      }),
      service({ name: 'odd', from: 'template:default/nodejs' }),
      service({ name: 'orphan', from: 'template:default/gone@1.0.0' }),
      service({ name: 'own' }),
    ];
  });

  const get = (path: string, who = ada) =>
    request(server).get(`${BASE}${path}`).set(who);
  const post = (path: string, body: object, who = ada) =>
    request(server).post(`${BASE}${path}`).set(who).send(body);

  it('lists the paths and who uses them', async () => {
    const { status, body } = await get('/paths');
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      {
        ref: 'template:default/nodejs',
        owner: 'group:default/platform',
        version: '1.1.0',
        adoption: {
          services: 4,
          behind: 2,
          unknown: 1,
          versions: [
            { version: '1.1.0', services: 1 },
            { version: '1.0.0', services: 1 },
            { version: '0.9.0', services: 1 },
          ],
        },
      },
    ]);
  });

  it('lists the services of a path, filtered and in pages', async () => {
    const list = async (query = '') =>
      (await get(`/paths/default/nodejs/services${query}`)).body;
    const refs = (body: { items: { ref: string }[] }) =>
      body.items.map(({ ref }) => ref.split('/')[1]);
    expect(refs(await list())).toEqual(['new', 'odd', 'old', 'older']);
    expect(refs(await list('?state=behind'))).toEqual(['old', 'older']);
    expect(refs(await list('?owner=group:default/logistics'))).toEqual([
      'older',
    ]);
    const first = await list('?limit=3');
    expect(first).toMatchObject({ totalItems: 4 });
    const rest = await list(`?limit=3&cursor=${first.nextCursor}`);
    expect(refs(rest)).toEqual(['older']);
    expect(rest.nextCursor).toBeUndefined();
    for (const query of ['?limit=0', '?state=fine', '?cursor=mine']) {
      expect((await get(`/paths/default/nodejs/services${query}`)).status).toBe(
        400,
      );
    }
    for (const name of ['no-path', 'gone']) {
      expect((await get(`/paths/default/${name}/services`)).status).toBe(404);
    }
  });

  it('says of each service how it stands to its path', async () => {
    const update = async (name: string, who = ada) =>
      (await get(`/components/default/component/${name}/update`, who)).body;
    expect(await update('new')).toMatchObject({
      state: 'current',
      mayUpdate: true,
    });
    expect(await update('old')).toEqual({
      ref: 'component:default/old',
      template: { ref: 'template:default/nodejs', title: 'The nodejs' },
      version: '1.0.0',
      newest: '1.1.0',
      state: 'behind',
      mayUpdate: true,
    });
    expect(await update('old', ben)).toMatchObject({ mayUpdate: false });
    expect(await update('older', ben)).toMatchObject({ mayUpdate: true });
    const reasons: Record<string, string> = {
      odd: 'It does not say from which version of its golden path it was made.',
      orphan:
        'Its golden path template:default/gone is not in the catalog any more.',
      own: 'It was not made from a golden path.',
    };
    for (const [name, reason] of Object.entries(reasons)) {
      expect(await update(name)).toMatchObject({ state: 'unknown', reason });
    }
    const missing = await get('/components/default/component/none/update');
    expect(missing.status).toBe(404);
  });

  it('says where a name is taken, and what could not be asked', async () => {
    const check = async (name: string, query = '?owner=payments') =>
      (await get(`/names/${name}${query}`)).body;
    const verdicts = (body: { checks: { where: string; verdict: string }[] }) =>
      body.checks.map(({ where, verdict }) => `${where} ${verdict}`);

    const free = await check('shop');
    expect(free.verdict).toBe('free');
    expect(verdicts(free)).toEqual(['catalog free', 'cluster free']);
    expect(verdicts(await check('shop', ''))).toEqual(['catalog free']);
    expect(await check('old')).toMatchObject({
      verdict: 'taken',
      checks: [{ where: 'catalog', entityRef: 'component:default/old' }, {}],
    });
    expect(await check('My_Shop')).toEqual({
      name: 'My_Shop',
      verdict: 'invalid',
      suggestion: 'my-shop',
      checks: [
        {
          where: 'name',
          verdict: 'invalid',
          message: 'Use small letters only.',
        },
      ],
    });
    for (const name of ['1shop', 'ab', 'a'.repeat(41), '-a-']) {
      expect((await check(name)).verdict).toBe('invalid');
    }

    const object = (kind: string, name: string, namespace: string) => ({
      cluster: 'hub',
      object: { apiVersion: 'v1', kind, metadata: { name, namespace } },
    });
    world.objects = [object('Deployment', 'shop', 'payments-dev')];
    expect((await check('shop')).checks[1]).toMatchObject({
      verdict: 'taken',
      message:
        'There is a Deployment shop in namespace payments-dev on cluster hub.',
    });
    world.objects = [object('Application', 'shop-dev', 'argocd')];
    expect((await check('shop')).checks[1].message).toBe(
      'Argo CD has an Application shop-dev on cluster hub.',
    );
    // What other teams have is theirs to know.
    expect(verdicts(await check('shop', '?owner=logistics'))).toEqual([
      'catalog free',
      'cluster unknown',
    ]);

    world.objects = [];
    world.clusterIsDown = true;
    world.catalogIsDown = true;
    const dark = await check('shop');
    expect(dark.verdict).toBe('unknown');
    expect(verdicts(dark)).toEqual(['catalog unknown', 'cluster unknown']);
    const elsewhere = '?owner=payments&repoHost=git.example&repoOwner=payments';
    expect((await get(`/names/shop${elsewhere}`)).status).toBe(400);
    expect((await get('/names/shop?owner=user:ada')).status).toBe(400);
  });

  it('lists what workloads can ask for, with prices', async () => {
    world.objects = [
      {
        cluster: 'hub',
        object: {
          apiVersion: 'apiextensions.crossplane.io/v2',
          kind: 'CompositeResourceDefinition',
          metadata: {
            name: 'caches.example.org',
            labels: { 'cairn.dev/offering': 'true' },
            annotations: {
              'cairn.dev/connection-keys': 'host',
              'cairn.dev/monthly-prices':
                '{ currency: EUR, field: size, values: { small: 9 } }',
              'score.cairn.dev/resources': '- type: redis\n',
            },
          },
          spec: {
            group: 'example.org',
            scope: 'Namespaced',
            names: { kind: 'Cache', plural: 'caches' },
            versions: [
              {
                name: 'v1',
                served: true,
                referenceable: true,
                schema: {
                  openAPIV3Schema: {
                    type: 'object',
                    properties: { spec: { type: 'object', properties: {} } },
                  },
                },
              },
            ],
          },
          status: {
            conditions: [{ type: 'Established', status: 'True' }],
          },
        },
      },
    ];
    const { body } = await get('/provisioners');
    expect(body.problems).toEqual([]);
    const redis = body.items.find(
      (it: { type: string }) => it.type === 'redis',
    );
    expect(redis).toMatchObject({
      by: { offering: 'caches.example.org' },
      prices: { currency: 'EUR', field: 'size', values: { small: 9 } },
    });
    expect(body.sources).not.toEqual([]);
  });

  it('checks a catalog-info file as the command line does, and that its owner exists', async () => {
    const text = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: shop, annotations: { backstage.io/techdocs-ref: 'dir:.' } }
spec: { type: library, lifecycle: production, owner: component:default/old }
`;
    const { status, body } = await post('/catalog/validate', { text });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      valid: false,
      entities: [{ ref: 'component:default/shop' }],
      problems: [{ file: 'catalog-info.yaml', line: 4, field: 'spec.owner' }],
    });
    const owned = text.replace('component:default/old', 'payments');
    expect(
      (await post('/catalog/validate', { text: owned })).body.problems,
    ).toMatchObject([
      {
        message:
          'The owner group:default/payments is not in the catalog, so nobody would own it.',
      },
    ]);
    for (const wrong of [{}, { text: 5 }, { text, more: 1 }]) {
      expect((await post('/catalog/validate', wrong)).status).toBe(400);
    }
    const raw = request(server)
      .post(`${BASE}/catalog/validate`)
      .set(ada)
      .set('content-type', 'application/json');
    const broken = await raw.send('{"text": "a');
    expect(broken.status).toBe(400);
    expect(broken.body.error.message).toBe('The body is no valid JSON.');
    const large = { text: 'x'.repeat(2 * 1024 * 1024) };
    expect((await post('/catalog/validate', large)).status).toBe(413);
  });

  it('lets nobody in who is not signed in, and nobody whom the policy refuses', async () => {
    const gets = [
      '/paths',
      '/paths/default/nodejs/services',
      '/names/shop',
      '/provisioners',
      '/components/default/component/old/update',
      '/components/default/component/old/update/preview',
    ];
    const posts: [string, object][] = [
      ['/components/default/component/old/update', { version: '1.1.0' }],
      ['/catalog/validate', { text: 'a: 1' }],
    ];
    for (const who of [nobody, aService]) {
      const expected = who === nobody ? 401 : 403;
      for (const path of gets) {
        expect([path, (await get(path, who)).status]).toEqual([path, expected]);
      }
      for (const [path, body] of posts) {
        expect([path, (await post(path, body, who)).status]).toEqual([
          path,
          expected,
        ]);
      }
    }
    world.policy = 'deny';
    for (const path of gets) {
      expect([path, (await get(path, dev)).status]).toEqual([path, 403]);
    }
    for (const [path, body] of posts) {
      expect([path, (await post(path, body, dev)).status]).toEqual([path, 403]);
    }
    world.policy = 'ownership';
    expect((await get('/names/shop', ben)).status).toBe(403);
  });

  it('answers 503 while the catalog is down', async () => {
    world.catalogIsDown = true;
    for (const path of ['/paths', '/components/default/component/old/update']) {
      expect((await get(path)).status).toBe(503);
    }
  });

  it('keeps everything beside the download of the command line to the signed-in', async () => {
    const plain = (path: string) => get(path, nobody);
    // Built or not, it is not a question of who asks.
    expect([200, 404]).toContain((await plain('/cli/cairn.mjs')).status);
    for (const path of ['/cli', '/cli/other', '/cli/cairn.mjs.map', '/paths']) {
      expect([path, (await plain(path)).status]).toEqual([path, 401]);
    }
  });
});
