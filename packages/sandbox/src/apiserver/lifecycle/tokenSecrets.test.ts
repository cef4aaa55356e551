import {
  eventually,
  startTestApi,
  type TestApi,
} from '../../__testUtils__/testApi';
import { KubernetesClient } from '../../controllers/runtime';

jest.setTimeout(60_000);

describe('Secrets with tokens of ServiceAccounts', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    namespace: 'default',
    name: 'robot',
  };
  const secret = (name: string, of: string) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: {
      namespace: 'default',
      name,
      annotations: { 'kubernetes.io/service-account.name': of },
    },
  });
  const ref = (name: string) => ({ ...account, kind: 'Secret', name });

  it('are filled, work, and go with their account', async () => {
    const { client } = api;
    const { uid } = (
      await client.create({
        ...account,
        metadata: { namespace: 'default', name: 'robot' },
      })
    ).metadata;
    await client.create(secret('robot-token', 'robot'));
    const filled = await eventually(async () => {
      const found = await client.get(ref('robot-token'));
      const { data } = found as { data?: Record<string, string> };
      return data?.token !== undefined && found;
    });
    expect(filled.metadata.annotations).toMatchObject({
      'kubernetes.io/service-account.uid': uid,
    });
    const data = (filled.data ?? {}) as Record<string, string>;
    const text = (key: string) => Buffer.from(data[key], 'base64').toString();
    expect(text('namespace')).toBe('default');
    expect(text('ca.crt')).toContain('BEGIN CERTIFICATE');

    const robot = KubernetesClient.create({
      server: /server: (\S+)/.exec(api.kubeconfig)?.[1] ?? '',
      ca: text('ca.crt'),
      credentials: async () => ({ token: text('token') }),
      skipTlsVerify: false,
    });
    const review = await robot.create({
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
      metadata: {},
    });
    robot.close();
    expect(review.status).toMatchObject({
      userInfo: { username: 'system:serviceaccount:default:robot' },
    });

    await client.delete(account);
    await eventually(async () => !(await client.find(ref('robot-token'))));
    expect(await client.find(account)).toBeUndefined();
  });

  it('are deleted when nobody has the name', async () => {
    await api.client.create(secret('stray', 'nobody'));
    await eventually(async () => !(await api.client.find(ref('stray'))));
    expect(await api.client.find(ref('stray'))).toBeUndefined();
  });
});
