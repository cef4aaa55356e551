import { sendStatus } from '../__testUtils__/FakeCluster';
import {
  credentials,
  orders,
  ordersRef,
  startUserClient,
} from '../__testUtils__/userClient';
import { isKubernetesInvalidError } from '../http/KubernetesInvalidError';

let started: Awaited<ReturnType<typeof startUserClient>>;

beforeEach(async () => {
  started = await startUserClient();
});

afterEach(() => started.stop());

describe('what people are told of an answer', () => {
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
    started.answer(response => sendStatus(response, status, body));
    const failure = await started.client
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
    started.answer(response =>
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
    const failure: unknown = await started.client
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
    started.answer(() => {});
    await expect(
      started.client.apply(orders, { cluster: 'one', credentials }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'Cluster "one" does not answer in time.',
    });
  });

  it('lets nobody wait long for one object or one right', async () => {
    started.answer(() => {});
    const silence = {
      name: 'ServiceUnavailableError',
      message: 'Cluster "one" does not answer in time.',
    };
    await expect(
      started.client.get(ordersRef, { credentials }),
    ).rejects.toMatchObject(silence);
    await expect(
      started.client.can({ ...ordersRef, verb: 'get' }, { credentials }),
    ).rejects.toMatchObject(silence);
  });
});
