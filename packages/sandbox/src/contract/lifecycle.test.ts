import { setTimeout as delay } from 'node:timers/promises';
import { ContractServer, type Answer } from './ContractServer';

/**
 * Garbage collection and the emptying of namespaces are the work of the
 * controller manager on a real cluster; a bare API server is not held to them.
 */
const withControllers = process.env.CAIRN_CONTRACT_KUBECONFIG ? it.skip : it;

describe('lifecycle', () => {
  let server: ContractServer;
  let namespace: string;
  let maps: string;

  beforeAll(async () => {
    server = await ContractServer.start();
    namespace = await server.namespace('lifecycle');
    maps = `/api/v1/namespaces/${namespace}/configmaps`;
  });
  afterAll(() => server.stop());

  const create = async (name: string, metadata: object = {}) =>
    (await server.post(maps, { metadata: { name, ...metadata } })).body
      .metadata as { name: string; uid: string };
  const ownedBy = (
    owner: { name: string; uid: string },
    more: object = {},
  ) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: owner.name,
    uid: owner.uid,
    ...more,
  });
  const gone = async (path: string): Promise<void> => {
    while ((await server.get(path)).status !== 404) await delay(20);
  };
  const status = async (name: string) =>
    (await server.get(`${maps}/${name}`)).status;
  const remove = (name: string, propagationPolicy?: string): Promise<Answer> =>
    server.send('DELETE', `${maps}/${name}`, {
      body: { propagationPolicy },
    });

  withControllers('collects dependents in the background', async () => {
    const owner = await create('bg');
    const child = await create('bg-child', {
      ownerReferences: [ownedBy(owner)],
    });
    await create('bg-grandchild', { ownerReferences: [ownedBy(child)] });
    await remove('bg', 'Background');
    expect(await status('bg')).toBe(404);
    await gone(`${maps}/bg-child`);
    await gone(`${maps}/bg-grandchild`);
  });

  withControllers('collects dependents of owners that never were', async () => {
    await create('lost', {
      ownerReferences: [
        ownedBy({
          name: 'nobody',
          uid: '0b6c1d4e-0000-4000-8000-000000000000',
        }),
      ],
    });
    await gone(`${maps}/lost`);
  });

  withControllers('keeps what another owner still holds', async () => {
    const first = await create('first');
    const second = await create('second');
    await create('shared', {
      ownerReferences: [ownedBy(first), ownedBy(second)],
    });
    await remove('first');
    let owners: unknown[] = [];
    do {
      const { body } = await server.get(`${maps}/shared`);
      owners = (body.metadata as { ownerReferences: unknown[] })
        .ownerReferences;
    } while (owners.length > 1);
    expect(owners).toEqual([ownedBy(second)]);
  });

  withControllers(
    'waits for blocking dependents in the foreground',
    async () => {
      const owner = await create('fg');
      await create('fg-child', {
        ownerReferences: [ownedBy(owner, { blockOwnerDeletion: true })],
        finalizers: ['example.org/hold'],
      });
      const deleted = await remove('fg', 'Foreground');
      expect(deleted.body.metadata).toMatchObject({
        finalizers: ['foregroundDeletion'],
        deletionTimestamp: expect.any(String),
      });
      let child: Record<string, unknown> = {};
      do {
        child = (await server.get(`${maps}/fg-child`)).body.metadata as Record<
          string,
          unknown
        >;
      } while (!child.deletionTimestamp);
      expect(await status('fg')).toBe(200);
      await server.send('PATCH', `${maps}/fg-child`, {
        type: 'application/merge-patch+json',
        body: { metadata: { finalizers: null } },
      });
      await gone(`${maps}/fg`);
      expect(await status('fg-child')).toBe(404);
    },
  );

  withControllers('leaves orphans', async () => {
    const owner = await create('op');
    await create('op-child', { ownerReferences: [ownedBy(owner)] });
    await remove('op', 'Orphan');
    await gone(`${maps}/op`);
    const { body } = await server.get(`${maps}/op-child`);
    expect(body.metadata).not.toHaveProperty('ownerReferences');
  });

  it('marks a namespace and lets nothing new in', async () => {
    const name = await server.namespace('ending');
    const path = `/api/v1/namespaces/${name}`;
    const { body } = await server.get(path);
    expect(body).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
    await server.post(`${path}/configmaps`, {
      metadata: { name: 'held', finalizers: ['example.org/hold'] },
    });
    const deleted = await server.send('DELETE', path);
    expect(deleted.status).toBe(200);
    expect(deleted.body).toMatchObject({
      metadata: { deletionTimestamp: expect.any(String) },
      status: { phase: 'Terminating' },
    });
    const late = await server.post(`${path}/configmaps`, {
      metadata: { name: 'late' },
    });
    expect(late.body).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message: `configmaps "late" is forbidden: unable to create new content in namespace ${name} because it is being terminated`,
      details: {
        name: 'late',
        kind: 'configmaps',
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${name} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      },
    });
    await server.send('PATCH', `${path}/configmaps/held`, {
      type: 'application/merge-patch+json',
      body: { metadata: { finalizers: null } },
    });
  });

  withControllers('empties a namespace and lets it go', async () => {
    const name = await server.namespace('emptied');
    const path = `/api/v1/namespaces/${name}`;
    await server.post(`${path}/configmaps`, { metadata: { name: 'a' } });
    await server.post(`${path}/secrets`, { metadata: { name: 'b' } });
    await server.send('DELETE', path);
    await gone(path);
    expect((await server.get(`${path}/configmaps/a`)).status).toBe(404);
    await server.post('/api/v1/namespaces', { metadata: { name } });
    expect((await server.get(`${path}/secrets`)).body.items).toEqual([]);
  });

  it('keeps the default namespace', async () => {
    const kept = await server.send('DELETE', '/api/v1/namespaces/default');
    expect([kept.status, kept.body.message]).toEqual([
      403,
      'namespaces "default" is forbidden: this namespace may not be deleted',
    ]);
  });
});
