import { ContractServer } from './ContractServer';

interface Entry {
  manager: string;
  operation: string;
  fieldsV1: unknown;
  subresource?: string;
}

describe('server-side apply', () => {
  let server: ContractServer;
  let maps: string;
  let deployments: string;

  beforeAll(async () => {
    server = await ContractServer.start();
    const namespace = await server.namespace('apply');
    maps = `/api/v1/namespaces/${namespace}/configmaps`;
    deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  });
  afterAll(() => server.stop());

  const map = (data: unknown, more: object = {}) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: more,
    data,
  });
  /** Applies with the name of the path. */
  const apply = (
    path: string,
    manager: string,
    body: Record<string, unknown>,
    force = false,
  ) =>
    server.apply(
      path,
      manager,
      {
        ...body,
        metadata: {
          name: path.split('/').pop(),
          ...(body.metadata as object | undefined),
        },
      },
      force,
    );
  const managers = (object: Record<string, unknown>) =>
    ((object.metadata as Record<string, unknown>).managedFields as Entry[]).map(
      ({ manager, operation, fieldsV1 }) => [manager, operation, fieldsV1],
    );

  it('creates, and takes away what is no longer applied', async () => {
    const first = await apply(
      `${maps}/a`,
      'one',
      map({ x: '1', y: '2' }, { labels: { l: 'v' } }),
    );
    expect(first.status).toBe(201);
    expect(managers(first.body)).toEqual([
      [
        'one',
        'Apply',
        {
          'f:data': { 'f:x': {}, 'f:y': {} },
          'f:metadata': { 'f:labels': { 'f:l': {} } },
        },
      ],
    ]);
    const again = await apply(
      `${maps}/a`,
      'one',
      map({ x: '1', y: '2' }, { labels: { l: 'v' } }),
    );
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);

    const less = await apply(`${maps}/a`, 'one', map({ x: '1' }));
    expect(less.body.data).toEqual({ x: '1' });
    expect(less.body.metadata).not.toHaveProperty('labels');
  });

  it('refuses to take a field of another, unless forced', async () => {
    await apply(`${maps}/b`, 'one', map({ x: '1', y: '1' }));
    const refused = await apply(`${maps}/b`, 'two', map({ x: '2' }));
    expect(refused.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Apply failed with 1 conflict: conflict with "one": .data.x',
      reason: 'Conflict',
      details: {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "one"',
            field: '.data.x',
          },
        ],
      },
      code: 409,
    });
    const both = await apply(`${maps}/b`, 'two', map({ x: '2', y: '2' }));
    expect(both.body.message).toBe(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .data.x\n- .data.y',
    );
    const forced = await apply(`${maps}/b`, 'two', map({ x: '2' }), true);
    expect(managers(forced.body)).toEqual(
      expect.arrayContaining([
        ['one', 'Apply', { 'f:data': { 'f:y': {} } }],
        ['two', 'Apply', { 'f:data': { 'f:x': {} } }],
      ]),
    );
  });

  it('shares fields with equal values, and keeps what somebody still owns', async () => {
    await apply(`${maps}/c`, 'one', map({ x: '1' }));
    const shared = await apply(`${maps}/c`, 'two', map({ x: '1' }));
    // Their order follows the clock.
    expect(managers(shared.body)).toEqual(
      expect.arrayContaining([
        ['one', 'Apply', { 'f:data': { 'f:x': {} } }],
        ['two', 'Apply', { 'f:data': { 'f:x': {} } }],
      ]),
    );
    const left = await apply(`${maps}/c`, 'one', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
    });
    expect(left.body.data).toEqual({ x: '1' });
    expect(managers(left.body)).toEqual([
      ['two', 'Apply', { 'f:data': { 'f:x': {} } }],
    ]);
  });

  it('accounts for updates and patches', async () => {
    await apply(`${maps}/d`, 'one', map({ x: '1', y: '1' }));
    const patched = await server.send(
      'PATCH',
      `${maps}/d?fieldManager=editor`,
      {
        type: 'application/merge-patch+json',
        body: { data: { y: '2', z: '3' } },
      },
    );
    expect(managers(patched.body)).toEqual([
      ['one', 'Apply', { 'f:data': { 'f:x': {} } }],
      ['editor', 'Update', { 'f:data': { 'f:y': {}, 'f:z': {} } }],
    ]);
    const refused = await apply(`${maps}/d`, 'one', map({ y: '1' }));
    expect(refused.body.message).toMatch(
      /^Apply failed with 1 conflict: conflict with "editor" using v1: \.data\.y$/,
    );
  });

  it('merges keyed lists by their keys', async () => {
    const container = (name: string, image: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {},
      spec: {
        selector: { matchLabels: { app: 'a' } },
        template: {
          metadata: { labels: { app: 'a' } },
          spec: { containers: [{ name, image }] },
        },
      },
    });
    await apply(`${deployments}/a`, 'one', container('web', 'web:1'));
    const two = await apply(
      `${deployments}/a`,
      'two',
      container('log', 'log:1'),
    );
    const spec = two.body.spec as {
      template: { spec: { containers: { name: string }[] } };
    };
    expect(spec.template.spec.containers.map(one => one.name)).toEqual([
      'web',
      'log',
    ]);
    expect(managers(two.body)[1]).toEqual([
      'two',
      'Apply',
      {
        'f:spec': {
          'f:selector': {},
          'f:template': {
            'f:metadata': { 'f:labels': { 'f:app': {} } },
            'f:spec': {
              'f:containers': {
                'k:{"name":"log"}': {
                  '.': {},
                  'f:image': {},
                  'f:name': {},
                },
              },
            },
          },
        },
      },
    ]);
    const conflict = await apply(
      `${deployments}/a`,
      'two',
      container('web', 'web:2'),
    );
    expect(conflict.body.message).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.template.spec.containers[name="web"].image',
    );
  });

  it('needs a manager and a fitting version', async () => {
    const nameless = await server.send('PATCH', `${maps}/e`, {
      type: 'application/apply-patch+yaml',
      body: map({}),
    });
    expect([nameless.status, nameless.body.message]).toEqual([
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ]);
    expect(
      (await apply(`${maps}/e`, 'one', map({}, { resourceVersion: '1' })))
        .status,
    ).toBe(201);
    const stale = await apply(
      `${maps}/e`,
      'one',
      map({ x: '1' }, { resourceVersion: '1' }),
    );
    expect([stale.status, stale.body.message]).toEqual([
      409,
      'Operation cannot be fulfilled on configmaps "e": the object has been modified; please apply your changes to the latest version and try again',
    ]);
    const managed = await apply(`${maps}/e`, 'one', {
      ...map({}),
      metadata: { managedFields: [{ manager: 'x' }] },
    });
    expect([managed.status, managed.body.message]).toEqual([
      400,
      'metadata.managedFields must be nil',
    ]);
  });

  it('leaves nothing behind in a dry run', async () => {
    const dry = await server.send(
      'PATCH',
      `${maps}/dry?fieldManager=one&dryRun=All`,
      {
        type: 'application/apply-patch+yaml',
        body: map({ x: '1' }, { name: 'dry' }),
      },
    );
    expect(dry.status).toBe(201);
    expect((await server.get(`${maps}/dry`)).status).toBe(404);
  });
});
