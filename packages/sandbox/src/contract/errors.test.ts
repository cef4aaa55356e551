import { ContractServer } from './ContractServer';

describe('bad requests', () => {
  let server: ContractServer;
  let maps: string;

  beforeAll(async () => {
    server = await ContractServer.start();
    const namespace = await server.namespace('errors');
    maps = `/api/v1/namespaces/${namespace}/configmaps`;
  });
  afterAll(() => server.stop());

  it('answers unknown paths, kinds and methods', async () => {
    for (const path of ['/foo', '/apis/foo.example', '/apis/foo/v1/bars']) {
      const answer = await server.get(path);
      expect([answer.status, answer.text]).toEqual([
        404,
        '404 page not found\n',
      ]);
    }
    expect((await server.get('/api/v1/widgets')).body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'the server could not find the requested resource',
      reason: 'NotFound',
      details: {},
      code: 404,
    });
    for (const [method, path] of [
      ['POST', `${maps}/a`],
      ['PATCH', maps],
      ['PUT', maps],
      ['DELETE', '/api/v1/namespaces'],
    ]) {
      const answer = await server.send(method, path, { body: {} });
      expect([method, answer.body]).toEqual([
        method,
        {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message:
            'the server does not allow this method on the requested resource',
          reason: 'MethodNotAllowed',
          details: {},
          code: 405,
        },
      ]);
    }
  });

  it('answers broken bodies', async () => {
    for (const body of ['{"metadata":{"name":"a"}, "bad', '[]', '', '7']) {
      const answer = await server.send('POST', maps, { body });
      expect([body, answer.status, answer.body.reason]).toEqual([
        body,
        400,
        'BadRequest',
      ]);
    }
    expect((await server.get(`${maps}/a`)).status).toBe(404);
    const typed = await server.post(maps, {
      metadata: { name: 'a', labels: { a: 1 } },
    });
    expect([typed.status, typed.body.reason]).toEqual([400, 'BadRequest']);
    const shaped = await server.post(maps, {
      metadata: { name: 'a' },
      data: { a: { b: 1 } },
    });
    expect(shaped.status).toBe(400);
  });

  it('answers other versions and kinds', async () => {
    const version = await server.post(maps, {
      kind: 'ConfigMap',
      apiVersion: 'v2',
      metadata: { name: 'a' },
    });
    expect([version.status, version.body.message]).toEqual([
      400,
      'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/runtime/scheme.go:111"',
    ]);
    const kind = await server.post(maps, {
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name: 'a' },
    });
    expect([kind.status, kind.body.message]).toEqual([
      400,
      'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
    ]);
  });

  it('answers unknown content types and takes YAML', async () => {
    const csv = await server.send('POST', maps, {
      body: 'a,b',
      type: 'text/csv',
    });
    expect([csv.status, csv.body.reason, csv.body.message]).toEqual([
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ]);
    const yaml = await server.send('POST', maps, {
      body: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  a: "1"\n',
      type: 'application/yaml',
    });
    expect([yaml.status, yaml.body.data]).toEqual([201, { a: '1' }]);
    const read = await server.get(`${maps}/yaml`, {
      Accept: 'application/yaml',
    });
    expect(read.headers['content-type']).toBe('application/yaml');
    expect(read.text).toContain('name: yaml');
    expect(
      (await server.get(`${maps}/yaml`, { Accept: 'text/html' })).status,
    ).toBe(406);
  });

  it('refuses bodies that are nested too deep', async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const created = await server.post(
      maps,
      `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"deep"},"x":${deep}}`,
    );
    expect([created.status, created.body.reason]).toEqual([400, 'BadRequest']);
    const patched = await server.send('PATCH', `${maps}/deep`, {
      type: 'application/merge-patch+json',
      body: deep,
    });
    expect([400, 404]).toContain(patched.status);
  });

  it('refuses huge bodies', async () => {
    const huge = await server.send('POST', maps, {
      body: { metadata: { name: 'huge' }, data: { a: 'x'.repeat(3_200_000) } },
    });
    expect([huge.status, huge.body.reason]).toEqual([
      413,
      'RequestEntityTooLarge',
    ]);
    const large = await server.post(maps, {
      metadata: { name: 'large' },
      data: { a: 'x'.repeat(1_100_000) },
    });
    expect([large.status, large.body.reason]).toEqual([422, 'Invalid']);
    expect(large.body.message).toContain(
      'Too long: may not be more than 1048576 bytes',
    );
  });

  it('tells of unknown fields as asked', async () => {
    const body = {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'odd', colour: 'red' },
      extra: 1,
    };
    const strict = await server.post(`${maps}?fieldValidation=Strict`, body);
    expect([strict.status, strict.body.reason]).toEqual([400, 'BadRequest']);
    expect(strict.body.message).toContain('strict decoding error:');
    expect(strict.body.message).toContain('unknown field "extra"');
    expect(strict.body.message).toContain('unknown field "metadata.colour"');
    const warned = await server.post(`${maps}?fieldValidation=Warn`, body);
    expect(warned.status).toBe(201);
    expect(warned.headers.warning).toContain('unknown field \\"extra\\"');
    const wrong = await server.post(`${maps}?fieldValidation=Maybe`, body);
    expect([wrong.status, wrong.body.message]).toEqual([
      422,
      'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Maybe": supported values: "", "Ignore", "Strict", "Warn"',
    ]);
  });
});
