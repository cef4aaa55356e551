import { ContractServer } from './ContractServer';

describe('objects', () => {
  let server: ContractServer;
  let maps: string;

  beforeAll(async () => {
    server = await ContractServer.start();
    const namespace = await server.namespace('objects');
    maps = `/api/v1/namespaces/${namespace}/configmaps`;
  });
  afterAll(() => server.stop());

  const message = async (method: string, path: string, body?: unknown) => {
    const answer = await server.send(method, path, { body });
    return [answer.status, answer.body.reason, answer.body.message];
  };

  it('creates, reads, replaces and deletes', async () => {
    const created = await server.post(maps, {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'a', labels: { app: 'x' } },
      data: { one: '1' },
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      data: { one: '1' },
      metadata: {
        name: 'a',
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        resourceVersion: expect.stringMatching(/^\d+$/),
        creationTimestamp: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
        managedFields: [
          {
            manager: 'contract',
            operation: 'Update',
            apiVersion: 'v1',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:data': { '.': {}, 'f:one': {} },
              'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
            },
          },
        ],
      },
    });
    expect((await server.get(`${maps}/a`)).body).toEqual(created.body);

    const same = await server.send('PUT', `${maps}/a`, { body: created.body });
    expect(same.body).toEqual(created.body);

    const metadata = created.body.metadata as Record<string, unknown>;
    const changed = await server.send('PUT', `${maps}/a`, {
      body: { ...created.body, data: { one: '2' } },
    });
    expect(changed.status).toBe(200);
    expect(
      Number((changed.body.metadata as Record<string, string>).resourceVersion),
    ).toBeGreaterThan(Number(metadata.resourceVersion));
    expect(
      await message('PUT', `${maps}/a`, { ...created.body, data: {} }),
    ).toEqual([
      409,
      'Conflict',
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    ]);

    const deleted = await server.send('DELETE', `${maps}/a`);
    expect(deleted.status).toBe(200);
    expect(deleted.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid: metadata.uid },
    });
    expect((await server.get(`${maps}/a`)).body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "a" not found',
      reason: 'NotFound',
      details: { name: 'a', kind: 'configmaps' },
      code: 404,
    });
  });

  it('makes up names', async () => {
    const body = { metadata: { generateName: 'made-' } };
    const first = await server.post(maps, body);
    const second = await server.post(maps, body);
    const names = [first, second].map(
      answer => (answer.body.metadata as Record<string, string>).name,
    );
    expect(names[0]).toMatch(/^made-[a-z0-9]{5}$/);
    expect(names[0]).not.toBe(names[1]);
  });

  it('refuses what is wrong with the words of the real server', async () => {
    await server.post(maps, { metadata: { name: 'there' } });
    expect(
      await message('POST', maps, { metadata: { name: 'there' } }),
    ).toEqual([409, 'AlreadyExists', 'configmaps "there" already exists']);
    expect(
      (await server.post(maps, { metadata: { name: 'Bad_Name' } })).body,
    ).toMatchObject({
      code: 422,
      reason: 'Invalid',
      message:
        "ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      details: {
        name: 'Bad_Name',
        kind: 'ConfigMap',
        causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name' }],
      },
    });
    const unnamed = await server.post(maps, { metadata: {} });
    expect(unnamed.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
      reason: 'Invalid',
      details: {
        kind: 'ConfigMap',
        causes: [
          {
            reason: 'FieldValueRequired',
            message: 'Required value: name or generateName is required',
            field: 'metadata.name',
          },
        ],
      },
      code: 422,
    });
    expect(
      await message('POST', maps, { metadata: { name: 'x', namespace: 'y' } }),
    ).toEqual([
      400,
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    ]);
    expect(
      await message('POST', '/api/v1/namespaces/nowhere/configmaps', {
        metadata: { name: 'x' },
      }),
    ).toEqual([404, 'NotFound', 'namespaces "nowhere" not found']);
    expect(
      await message('PUT', `${maps}/x`, { metadata: { name: 'y' } }),
    ).toEqual([
      400,
      'BadRequest',
      'the name of the object (y) does not match the name on the URL (x)',
    ]);
    expect(
      await message('POST', maps, {
        metadata: { name: 'x', labels: { 'bad key': 'v' } },
      }),
    ).toEqual([422, 'Invalid', expect.stringContaining('metadata.labels')]);
    expect(
      await message('POST', maps, {
        metadata: { name: 'x', labels: { a: 'not valid' } },
      }),
    ).toEqual([
      422,
      'Invalid',
      expect.stringContaining('a valid label must be an empty string'),
    ]);
    expect(
      await message('POST', maps, {
        metadata: { name: 'x', finalizers: ['plain'] },
      }),
    ).toEqual([422, 'Invalid', expect.stringContaining('metadata.finalizers')]);
  });

  it('keeps preconditions of deletes', async () => {
    await server.post(maps, { metadata: { name: 'kept' } });
    const refused = await server.send('DELETE', `${maps}/kept`, {
      body: { preconditions: { uid: 'other' } },
    });
    expect(refused.body).toMatchObject({
      code: 409,
      message: expect.stringMatching(
        /^Operation cannot be fulfilled on ConfigMap "kept": the UID in the precondition \(other\) does not match the UID in record/,
      ),
    });
    expect(
      (
        await server.send('DELETE', `${maps}/kept`, {
          body: { preconditions: { resourceVersion: '1' } },
        })
      ).status,
    ).toBe(409);
    expect((await server.get(`${maps}/kept`)).status).toBe(200);
  });

  it('waits for finalizers', async () => {
    await server.post(maps, {
      metadata: { name: 'held', finalizers: ['example.org/a'] },
    });
    const deleted = await server.send('DELETE', `${maps}/held`);
    expect(deleted.status).toBe(200);
    expect(deleted.body.metadata).toMatchObject({
      deletionTimestamp: expect.stringMatching(/Z$/),
      deletionGracePeriodSeconds: 0,
    });
    const added = await server.send('PATCH', `${maps}/held`, {
      type: 'application/merge-patch+json',
      body: { metadata: { finalizers: ['example.org/a', 'example.org/b'] } },
    });
    expect([added.status, added.body.message]).toEqual([
      422,
      'ConfigMap "held" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.org/b"}',
    ]);
    const freed = await server.send('PATCH', `${maps}/held`, {
      type: 'application/merge-patch+json',
      body: { metadata: { finalizers: null } },
    });
    expect(freed.status).toBe(200);
    expect((await server.get(`${maps}/held`)).status).toBe(404);
  });

  it('does nothing in a dry run', async () => {
    const created = await server.send('POST', `${maps}?dryRun=All`, {
      body: { metadata: { name: 'dry' } },
    });
    expect(created.status).toBe(201);
    expect(created.body.metadata).toMatchObject({
      name: 'dry',
      uid: expect.any(String),
    });
    expect(created.body.metadata).not.toHaveProperty('resourceVersion');
    expect((await server.get(`${maps}/dry`)).status).toBe(404);

    await server.post(maps, { metadata: { name: 'wet' }, data: { a: '1' } });
    const patched = await server.send('PATCH', `${maps}/wet?dryRun=All`, {
      type: 'application/merge-patch+json',
      body: { data: { a: '2' } },
    });
    expect(patched.body.data).toEqual({ a: '2' });
    await server.send('DELETE', `${maps}/wet?dryRun=All`);
    expect((await server.get(`${maps}/wet`)).body.data).toEqual({ a: '1' });
    expect(
      (await server.send('POST', `${maps}?dryRun=Some`, { body: {} })).status,
    ).toBe(422);
  });

  it('deletes collections by selector', async () => {
    for (const name of ['c1', 'c2']) {
      await server.post(maps, {
        metadata: { name, labels: { sweep: name } },
      });
    }
    const swept = await server.send('DELETE', `${maps}?labelSelector=sweep=c1`);
    expect(swept.body).toMatchObject({
      kind: 'ConfigMapList',
      items: [{ metadata: { name: 'c1' } }],
    });
    expect((await server.get(`${maps}/c1`)).status).toBe(404);
    expect((await server.get(`${maps}/c2`)).status).toBe(200);
  });

  it('writes string data of Secrets as data', async () => {
    const secrets = maps.replace('configmaps', 'secrets');
    const created = await server.post(secrets, {
      metadata: { name: 's' },
      data: { a: 'YQ==' },
      stringData: { b: 'b' },
    });
    expect(created.body).toMatchObject({
      type: 'Opaque',
      data: { a: 'YQ==', b: 'Yg==' },
    });
    expect(created.body).not.toHaveProperty('stringData');
    await server.send('PATCH', `${secrets}/s`, {
      type: 'application/merge-patch+json',
      body: { immutable: true },
    });
    expect(
      await message('PUT', `${secrets}/s`, {
        metadata: { name: 's' },
        type: 'Opaque',
        immutable: true,
        data: {},
      }),
    ).toEqual([
      422,
      'Invalid',
      'Secret "s" is invalid: data: Forbidden: field is immutable when `immutable` is set',
    ]);
  });
});
