import { isNotFound } from '@cairn/plugin-platform-react';
import { ClaimsClient } from './ClaimsClient';

const ref = {
  cluster: 'sandbox',
  offering: 'databases.platform.cairn.dev',
  namespace: 'payments-dev',
  name: 'orders',
};

function clientAnswering(status: number, error: object): ClaimsClient {
  return new ClaimsClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: {
      fetch: async () =>
        new Response(
          JSON.stringify({ error, response: { statusCode: status } }),
          {
            status,
            headers: { 'content-type': 'application/json' },
          },
        ),
    },
  });
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return await promise.then(
    () => {
      throw new Error('it was answered');
    },
    (error: Error) => error,
  );
}

describe('ClaimsClient', () => {
  it('lets pages tell "not there for you" from every other failure', async () => {
    const missing = clientAnswering(404, {
      name: 'NotFoundError',
      message: 'There is no such claim.',
    });
    expect(isNotFound(await failureOf(missing.getClaim(ref)))).toBe(true);
    const down = clientAnswering(503, {
      name: 'ServiceUnavailableError',
      message: 'The cluster does not answer.',
    });
    expect(isNotFound(await failureOf(down.getClaim(ref)))).toBe(false);
  });

  it('hands on the problems at fields of a refused request', async () => {
    const problems = [{ field: 'spec.size', message: 'Choose a size.' }];
    const refusing = clientAnswering(400, {
      name: 'InputError',
      message: 'The request is not valid.',
      problems,
    });
    expect(
      await failureOf(refusing.createClaim({ ...ref, spec: {} })),
    ).toMatchObject({ name: 'ClaimsRequestError', problems });
  });
});
