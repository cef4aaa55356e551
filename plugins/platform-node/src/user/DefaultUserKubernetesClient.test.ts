import type { ServerResponse } from 'node:http';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import {
  FakeCluster,
  sendJson,
  sendStatus,
} from '../__testUtils__/FakeCluster';
import type { SeenRequest } from '../__testUtils__/FakeCluster';
import { ClusterConnections } from '../clusters/ClusterConnections';
import { isKubernetesInvalidError } from '../http/KubernetesInvalidError';
import type { Person } from '../person/PersonService';
import type { UserKubernetesClient } from '../types';
import { DefaultUserKubernetesClient } from './DefaultUserKubernetesClient';

const DATABASE = {
  group: 'platform.cairn.dev',
  version: 'v1alpha1',
  kind: 'Database',
  plural: 'databases',
  namespaced: true,
};
const SECRET = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true,
};
const PATH =
  '/apis/platform.cairn.dev/v1alpha1/namespaces/payments-dev/databases';

const orders: KubernetesObject = {
  apiVersion: 'platform.cairn.dev/v1alpha1',
  kind: 'Database',
  metadata: { name: 'orders', namespace: 'payments-dev' },
  spec: { engine: 'postgres' },
};
const ref = {
  group: DATABASE.group,
  kind: 'Database',
  cluster: 'one',
  namespace: 'payments-dev',
  name: 'orders',
};
const ada: Person = {
  userRef: 'user:default/ada',
  groupRefs: ['group:default/payments', 'group:partners/press'],
};
const credentials = mockCredentials.user('user:default/ada');

let cluster: FakeCluster;
let connections: ClusterConnections;
let client: UserKubernetesClient;
let person: Person;

/** Answers everything but discovery. */
function answer(
  with_: (response: ServerResponse, request: SeenRequest) => void,
) {
  cluster.fault = (request, response) => {
    if (request.path === '/api' || request.path === '/apis') {
      return false;
    }
    with_(response, request);
    return true;
  };
}

function lastRequest(): SeenRequest {
  const request = cluster.requests.at(-1);
  if (!request) {
    throw new Error('No request was made');
  }
  return request;
}

beforeEach(async () => {
  cluster = await FakeCluster.start([DATABASE, SECRET]);
  person = ada;
  connections = ClusterConnections.create(
    [
      {
        name: 'one',
        url: cluster.url,
        ca: cluster.ca,
        token: 'portal-token',
        skipTLSVerify: false,
      },
    ],
    { requestTimeout: 1_000 },
  );
  client = DefaultUserKubernetesClient.create({
    connections,
    people: { getPerson: async () => person },
    prefix: 'cairn:',
  });
});

afterEach(async () => {
  connections.close();
  await cluster.stop();
});

describe('DefaultUserKubernetesClient', () => {
  it('applies as the person, with the field manager of the portal', async () => {
    answer((response, { body }) => {
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
    const result = await client.apply(orders, {
      cluster: 'one',
      credentials,
      dryRun: true,
    });
    expect(result.warnings).toEqual([
      'spec.size is deprecated: say "tier"',
      'second',
    ]);
    expect(result.object.metadata).toEqual({ ...orders.metadata, uid: '1' });
    const request = lastRequest();
    expect(request).toMatchObject({ method: 'PATCH', path: `${PATH}/orders` });
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
    answer((response, { body }) => sendJson(response, 201, JSON.parse(body)));
    await client.apply(orders, {
      cluster: 'one',
      credentials,
      createOnly: true,
    });
    expect(JSON.parse(lastRequest().body).metadata.resourceVersion).toBe('1');
    answer(response => sendStatus(response, 409, { reason: 'Conflict' }));
    await expect(
      client.apply(orders, { cluster: 'one', credentials, createOnly: true }),
    ).rejects.toThrow('There is one already: databases "orders"');
    answer((response, { body }) => sendJson(response, 200, JSON.parse(body)));
    await client.apply(orders, { cluster: 'one', credentials, force: true });
    expect(JSON.parse(lastRequest().body)).toEqual(orders);
    expect(lastRequest().query.get('force')).toBe('true');
    expect(lastRequest().query.has('dryRun')).toBe(false);
  });

  it('deletes exactly the object that was meant', async () => {
    answer(response => sendJson(response, 200, { kind: 'Status' }));
    await client.delete({ ...ref, uid: 'u-1' }, { credentials });
    expect(lastRequest()).toMatchObject({
      method: 'DELETE',
      path: `${PATH}/orders`,
    });
    expect(JSON.parse(lastRequest().body)).toEqual({
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
    answer((response, { path }) =>
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
    const one = await client.get({ ...where, name: 'conn' }, { credentials });
    expect(lastRequest().headers.accept).toContain('as=PartialObjectMetadata;');
    const all = await client.list(where, { credentials });
    expect(lastRequest().headers.accept).toContain(
      'as=PartialObjectMetadataList;',
    );
    const applied = await client.apply(secret, { cluster: 'one', credentials });
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
    answer((response, { path }) =>
      sendJson(
        response,
        200,
        path.endsWith('/orders') ? foreign : { items: [foreign, orders] },
      ),
    );
    await expect(client.get(ref, { credentials })).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    const found = await client.list(
      { ...ref, fieldSelector: 'a=b', labelSelector: 'c in (d)', limit: 3 },
      { credentials },
    );
    expect(found.map(({ metadata }) => metadata.namespace)).toEqual([
      'payments-dev',
    ]);
    expect(Object.fromEntries(lastRequest().query)).toEqual({
      fieldSelector: 'a=b',
      labelSelector: 'c in (d)',
      limit: '3',
    });
  });

  it('asks the cluster whether the person may', async () => {
    answer((response, { body }) => {
      const { spec } = JSON.parse(body);
      sendJson(response, 201, {
        status: { allowed: spec.resourceAttributes.verb === 'create' },
      });
    });
    const may = (verb: string) =>
      client.can({ ...ref, name: undefined, verb }, { credentials });
    await expect(may('create')).resolves.toBe(true);
    await expect(may('delete')).resolves.toBe(false);
    expect(JSON.parse(lastRequest().body).spec.resourceAttributes).toEqual({
      group: 'platform.cairn.dev',
      resource: 'databases',
      verb: 'delete',
      namespace: 'payments-dev',
    });
    expect(lastRequest().headers['impersonate-user']).toBe('cairn:ada');
  });

  it.each([
    ['user:default/Ada', 'cairn:ada'],
    ['user:partners/ada', 'cairn:partners/ada'],
  ])('knows the person %j on the cluster as %s', async (userRef, name) => {
    answer(response => sendJson(response, 200, orders));
    person = { userRef, groupRefs: [] };
    await client.get(ref, { credentials });
    expect(lastRequest().headers['impersonate-user']).toBe(name);
    expect(lastRequest().headers).not.toHaveProperty('impersonate-group');
  });

  it.each([
    'user:default/system:masters',
    'user:default/a\r\nimpersonate-group: x',
    'group:default/ada',
    'user:default/ada/../x',
  ])('refuses to act as %j', async userRef => {
    answer(response => sendJson(response, 200, orders));
    person = { userRef, groupRefs: [] };
    await expect(client.get(ref, { credentials })).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    expect(
      cluster.requests.every(({ path }) => !path.includes('databases')),
    ).toBe(true);
  });

  it('leaves out groups with odd names and never sends one without the prefix', async () => {
    answer(response => sendJson(response, 200, orders));
    person = {
      userRef: 'user:default/ada',
      groupRefs: [
        'group:default/system:masters',
        'user:default/x',
        'group:default/a b',
        'group:default/ok',
      ],
    };
    await client.get(ref, { credentials });
    expect(lastRequest().headers['impersonate-group']).toBe('cairn:ok');
  });

  it('keeps the segments of a path apart', async () => {
    answer(response => sendStatus(response, 404));
    await expect(
      client.get(
        { ...ref, name: '../secrets/x?y#z', namespace: 'a/b' },
        { credentials },
      ),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(lastRequest().path).toBe(
      '/apis/platform.cairn.dev/v1alpha1/namespaces/a%2Fb/databases/..%2Fsecrets%2Fx%3Fy%23z',
    );
    for (const name of ['', '.', '..']) {
      await expect(
        client.get({ ...ref, name }, { credentials }),
      ).rejects.toMatchObject({ name: 'InputError' });
    }
  });

  it('repeats a read that failed for a passing reason once, a write never', async () => {
    let count = 0;
    answer(response => {
      count += 1;
      sendStatus(response, 503);
    });
    await expect(client.get(ref, { credentials })).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    expect(count).toBe(2);
    await expect(
      client.apply(orders, { cluster: 'one', credentials }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    expect(count).toBe(3);
  });

  it('names a cluster or a kind that is not there', async () => {
    await expect(
      client.get({ ...ref, cluster: 'two' }, { credentials }),
    ).rejects.toThrow('There is no cluster "two"');
    await expect(
      client.get({ ...ref, kind: 'Databases' }, { credentials }),
    ).rejects.toThrow(
      'Cluster "one" does not offer the kind Databases of platform.cairn.dev',
    );
  });

  const secretBody = 'token=hunter2';
  it.each<[string, number, object, string, RegExp]>([
    [
      'the portal is not signed in',
      401,
      { message: secretBody },
      'ServiceUnavailableError',
      /own sign-in/,
    ],
    [
      'the person may not',
      403,
      {
        message: `databases is forbidden: User "cairn:ada" cannot patch: ${secretBody}`,
      },
      'NotAllowedError',
      /^You may not apply databases "orders" in namespace payments-dev on cluster "one"$/,
    ],
    [
      'the portal may not impersonate',
      403,
      {
        message:
          'users "cairn:ada" is forbidden: User "x" cannot impersonate resource "users"',
      },
      'ServiceUnavailableError',
      /may not act for people/,
    ],
    [
      'a webhook refuses',
      403,
      {
        message: 'admission webhook "v" denied the request: size must be small',
      },
      'NotAllowedError',
      /size must be small$/,
    ],
    [
      'the quota is used up',
      403,
      {
        message:
          'databases "orders" is forbidden: exceeded quota: q, requested: count=1, used: count=3, limited: count=3',
      },
      'NotAllowedError',
      /quota of namespace payments-dev is used up: q, requested/,
    ],
    [
      'the namespace is going',
      403,
      {
        message:
          'unable to create new content in namespace payments-dev because it is being terminated',
      },
      'NotAllowedError',
      /payments-dev is being deleted/,
    ],
    [
      'there is none',
      404,
      { message: secretBody },
      'NotFoundError',
      /^There is no databases "orders" on cluster "one"$/,
    ],
    [
      'it is there already',
      409,
      { reason: 'AlreadyExists', message: secretBody },
      'ConflictError',
      /There is one already/,
    ],
    [
      'it has changed',
      409,
      { reason: 'Conflict', message: secretBody },
      'ConflictError',
      /has changed in the meantime/,
    ],
    [
      'someone else manages it',
      409,
      {
        reason: 'Conflict',
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "kubectl" using v1',
              field: '.spec.size',
            },
          ],
        },
      },
      'ConflictError',
      /\.spec\.size is set by kubectl/,
    ],
    [
      'it is too large',
      413,
      { message: secretBody },
      'InputError',
      /too large/,
    ],
    [
      'it is overloaded',
      429,
      { message: secretBody },
      'ServiceUnavailableError',
      /fewer requests/,
    ],
    [
      'it is broken',
      500,
      { message: secretBody },
      'ServiceUnavailableError',
      /answers with an error \(500\)/,
    ],
    [
      'it redirects',
      307,
      { message: secretBody },
      'ServiceUnavailableError',
      /answers with an error \(307\)/,
    ],
  ])('says when %s', async (_, status, body, name, message) => {
    answer(response => sendStatus(response, status, body));
    const failure = await client
      .apply(orders, { cluster: 'one', credentials })
      .then(
        () => undefined,
        (error: Error) => error,
      );
    expect(failure).toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(JSON.stringify(failure) + failure?.stack).not.toContain('hunter2');
    expect(failure).not.toHaveProperty('statusCode');
  });

  it('names every field that the cluster refuses', async () => {
    answer(response =>
      sendStatus(response, 422, {
        reason: 'Invalid',
        message: 'Database "orders" is invalid',
        details: {
          causes: [
            {
              reason: 'FieldValueInvalid',
              message: 'Invalid value: 1: too small',
              field: 'spec.storageGB',
            },
            { message: 'no field', field: '<nil>' },
            'broken',
          ],
        },
      }),
    );
    const failure: unknown = await client
      .apply(orders, { cluster: 'one', credentials })
      .catch((error: unknown) => error);
    expect(isKubernetesInvalidError(failure) && failure.causes).toEqual([
      {
        field: 'spec.storageGB',
        message: 'Invalid value: 1: too small',
        reason: 'FieldValueInvalid',
      },
      { message: 'no field' },
    ]);
    expect(failure).toMatchObject({
      name: 'KubernetesInvalidError',
      statusCode: 400,
    });
  });

  it('gives up on a cluster that does not answer', async () => {
    answer(() => {});
    await expect(
      client.apply(orders, { cluster: 'one', credentials }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'Cluster "one" does not answer in time.',
    });
  });
});
