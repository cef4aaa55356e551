import {
  eventually,
  startTestApi,
  type TestApi,
} from '../../__testUtils__/testApi';
import { startServiceAccounts, type ServiceAccounts } from '.';

jest.setTimeout(60_000);

describe('serviceaccounts', () => {
  let api: TestApi;
  let controller: ServiceAccounts;
  beforeAll(async () => {
    api = await startTestApi();
    controller = await startServiceAccounts({
      kubeconfig: api.kubeconfig,
      log: () => undefined,
    });
    await controller.synced;
  });
  afterAll(async () => {
    await controller.stop();
    await api.stop();
  });

  it('gives a new namespace its account and the authority, and again when they are gone', async () => {
    const { client } = api;
    await client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'fresh' },
    });
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      namespace: 'fresh',
      name: 'default',
    };
    const authority = {
      ...account,
      kind: 'ConfigMap',
      name: 'kube-root-ca.crt',
    };
    const first = await eventually(() => client.find(account));
    const map = await eventually(() => client.find(authority));
    expect((map.data as Record<string, string>)['ca.crt']).toContain(
      'BEGIN CERTIFICATE',
    );
    await client.delete(account);
    await client.patch(authority, { data: { 'ca.crt': 'forged' } });
    const second = await eventually(async () => {
      const found = await client.find(account);
      return found?.metadata.uid !== first.metadata.uid && found;
    });
    expect(second.metadata.name).toBe('default');
    const mended = await eventually(async () => {
      const found = await client.get(authority);
      const { data } = found as { data?: Record<string, string> };
      return data?.['ca.crt'] !== 'forged' && found;
    });
    expect(mended.data).toEqual(map.data);
  });

  it('leaves a namespace alone that is on its way out', async () => {
    const { client } = api;
    const namespace = { apiVersion: 'v1', kind: 'Namespace', name: 'leaving' };
    await client.create({ ...namespace, metadata: { name: 'leaving' } });
    await eventually(() =>
      client.find({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        namespace: 'leaving',
        name: 'default',
      }),
    );
    await client.delete(namespace);
    await eventually(async () => !(await client.find(namespace)));
    expect(
      (await client.list('v1', 'ConfigMap', { namespace: 'leaving' })).items,
    ).toEqual([]);
  });
});
