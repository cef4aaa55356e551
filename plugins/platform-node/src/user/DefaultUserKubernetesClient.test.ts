import { sendJson, sendStatus } from '../__testUtils__/FakeCluster';
import {
  credentials,
  databasesPath,
  orders,
  ordersRef,
  startUserClient,
} from '../__testUtils__/userClient';

let started: Awaited<ReturnType<typeof startUserClient>>;

beforeEach(async () => {
  started = await startUserClient();
});

afterEach(() => started.stop());

describe('DefaultUserKubernetesClient', () => {
  it('applies as the person, with the field manager of the portal', async () => {
    started.answer((response, { body }) => {
      response.setHeader('warning', [
        '299 - "spec.size is deprecated: say \\"tier\\""',
        '299 - "second"',
      ]);
      const object = JSON.parse(body);
      sendJson(response, 201, {
        ...object,
        metadata: { ...object.metadata, uid: '1', managedFields: [{}] },
      });
    });
    const result = await started.client.apply(orders, {
      cluster: 'one',
      credentials,
      dryRun: true,
    });
    expect(result.warnings).toEqual([
      'spec.size is deprecated: say "tier"',
      'second',
    ]);
    expect(result.object.metadata).toEqual({ ...orders.metadata, uid: '1' });
    const request = started.lastRequest();
    expect(request).toMatchObject({
      method: 'PATCH',
      path: `${databasesPath}/orders`,
    });
    expect(Object.fromEntries(request.query)).toEqual({
      fieldManager: 'cairn',
      force: 'false',
      fieldValidation: 'Strict',
      dryRun: 'All',
    });
    expect(request.headers).toMatchObject({
      authorization: 'Bearer portal-token',
      'content-type': 'application/apply-patch+yaml',
      'impersonate-user': 'cairn:ada',
      'impersonate-group': 'cairn:payments, cairn:partners/press',
    });
  });

  it('can only create when told so, and only change when not', async () => {
    started.answer((response, { body }) =>
      sendJson(response, 201, JSON.parse(body)),
    );
    await started.client.apply(orders, {
      cluster: 'one',
      credentials,
      createOnly: true,
    });
    expect(
      JSON.parse(started.lastRequest().body).metadata.resourceVersion,
    ).toBe('1');
    started.answer(response =>
      sendStatus(response, 409, { reason: 'Conflict' }),
    );
    await expect(
      started.client.apply(orders, {
        cluster: 'one',
        credentials,
        createOnly: true,
      }),
    ).rejects.toThrow('There is one already: databases "orders"');
    started.answer((response, { body }) =>
      sendJson(response, 200, JSON.parse(body)),
    );
    await started.client.apply(orders, {
      cluster: 'one',
      credentials,
      force: true,
    });
    expect(JSON.parse(started.lastRequest().body)).toEqual(orders);
    expect(started.lastRequest().query.get('force')).toBe('true');
    expect(started.lastRequest().query.has('dryRun')).toBe(false);
  });

  it('deletes exactly the object that was meant', async () => {
    started.answer(response => sendJson(response, 200, { kind: 'Status' }));
    await started.client.delete({ ...ordersRef, uid: 'u-1' }, { credentials });
    expect(started.lastRequest()).toMatchObject({
      method: 'DELETE',
      path: `${databasesPath}/orders`,
    });
    expect(JSON.parse(started.lastRequest().body)).toEqual({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid: 'u-1' },
      propagationPolicy: 'Background',
    });
  });

  it('never lets values of a Secret in, even when the server sends them', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'conn', namespace: 'payments-dev' },
      type: 'Opaque',
      data: { password: 'aHVudGVyMg==' },
      stringData: { password: 'hunter2' },
    };
    started.answer((response, { path }) =>
      sendJson(
        response,
        200,
        path.endsWith('/conn') ? secret : { items: [secret] },
      ),
    );
    const where = {
      group: '',
      kind: 'Secret',
      cluster: 'one',
      namespace: 'payments-dev',
    };
    const one = await started.client.get(
      { ...where, name: 'conn' },
      { credentials },
    );
    expect(started.lastRequest().headers.accept).toContain(
      'as=PartialObjectMetadata;',
    );
    const all = await started.client.list(where, { credentials });
    expect(started.lastRequest().headers.accept).toContain(
      'as=PartialObjectMetadataList;',
    );
    const applied = await started.client.apply(secret, {
      cluster: 'one',
      credentials,
    });
    expect(one.metadata.name).toBe('conn');
    expect(JSON.stringify([one, all, applied])).not.toMatch(
      /hunter2|aHVudGVyMg/,
    );
  });

  it('checks the namespace and the name of what comes back', async () => {
    const foreign = {
      ...orders,
      metadata: { name: 'orders', namespace: 'logistics-dev' },
    };
    started.answer((response, { path }) =>
      sendJson(
        response,
        200,
        path.endsWith('/orders') ? foreign : { items: [foreign, orders] },
      ),
    );
    await expect(
      started.client.get(ordersRef, { credentials }),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    const found = await started.client.list(
      {
        ...ordersRef,
        fieldSelector: 'a=b',
        labelSelector: 'c in (d)',
        limit: 3,
      },
      { credentials },
    );
    expect(found.map(({ metadata }) => metadata.namespace)).toEqual([
      'payments-dev',
    ]);
    expect(Object.fromEntries(started.lastRequest().query)).toEqual({
      fieldSelector: 'a=b',
      labelSelector: 'c in (d)',
      limit: '3',
    });
  });

  it('asks the cluster whether the person may', async () => {
    started.answer((response, { body }) => {
      const { spec } = JSON.parse(body);
      sendJson(response, 201, {
        status: { allowed: spec.resourceAttributes.verb === 'create' },
      });
    });
    const may = (verb: string) =>
      started.client.can(
        { ...ordersRef, name: undefined, verb },
        { credentials },
      );
    await expect(may('create')).resolves.toBe(true);
    await expect(may('delete')).resolves.toBe(false);
    expect(
      JSON.parse(started.lastRequest().body).spec.resourceAttributes,
    ).toEqual({
      group: 'platform.cairn.dev',
      resource: 'databases',
      verb: 'delete',
      namespace: 'payments-dev',
    });
    expect(started.lastRequest().headers['impersonate-user']).toBe('cairn:ada');
  });

  it.each([
    ['user:default/Ada', 'cairn:ada'],
    ['user:partners/ada', 'cairn:partners/ada'],
  ])('knows the person %j on the cluster as %s', async (userRef, name) => {
    started.answer(response => sendJson(response, 200, orders));
    started.signIn({ userRef, groupRefs: [] });
    await started.client.get(ordersRef, { credentials });
    expect(started.lastRequest().headers['impersonate-user']).toBe(name);
    expect(started.lastRequest().headers).not.toHaveProperty(
      'impersonate-group',
    );
  });

  it.each([
    'user:default/system:masters',
    'user:default/a\r\nimpersonate-group: x',
    'group:default/ada',
    'user:default/ada/../x',
  ])('refuses to act as %j', async userRef => {
    started.answer(response => sendJson(response, 200, orders));
    started.signIn({ userRef, groupRefs: [] });
    await expect(
      started.client.get(ordersRef, { credentials }),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    expect(
      started.cluster.requests.every(({ path }) => !path.includes('databases')),
    ).toBe(true);
  });

  it('leaves out groups with odd names and never sends one without the prefix', async () => {
    started.answer(response => sendJson(response, 200, orders));
    started.signIn({
      userRef: 'user:default/ada',
      groupRefs: [
        'group:default/system:masters',
        'user:default/x',
        'group:default/a b',
        'group:default/ok',
      ],
    });
    await started.client.get(ordersRef, { credentials });
    expect(started.lastRequest().headers['impersonate-group']).toBe('cairn:ok');
  });

  it('keeps the segments of a path apart', async () => {
    started.answer(response => sendStatus(response, 404));
    await expect(
      started.client.get(
        { ...ordersRef, name: '../secrets/x?y#z', namespace: 'a/b' },
        { credentials },
      ),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(started.lastRequest().path).toBe(
      '/apis/platform.cairn.dev/v1alpha1/namespaces/a%2Fb/databases/..%2Fsecrets%2Fx%3Fy%23z',
    );
    for (const name of ['', '.', '..']) {
      await expect(
        started.client.get({ ...ordersRef, name }, { credentials }),
      ).rejects.toMatchObject({ name: 'InputError' });
    }
  });

  it('repeats a read that failed for a passing reason once, a write never', async () => {
    let count = 0;
    started.answer(response => {
      count += 1;
      sendStatus(response, 503);
    });
    await expect(
      started.client.get(ordersRef, { credentials }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    expect(count).toBe(2);
    await expect(
      started.client.apply(orders, { cluster: 'one', credentials }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    expect(count).toBe(3);
  });

  it('names a cluster or a kind that is not there', async () => {
    await expect(
      started.client.get({ ...ordersRef, cluster: 'two' }, { credentials }),
    ).rejects.toThrow('There is no cluster "two"');
    await expect(
      started.client.get({ ...ordersRef, kind: 'Databases' }, { credentials }),
    ).rejects.toThrow(
      'Cluster "one" does not offer the kind Databases of platform.cairn.dev',
    );
  });
});
