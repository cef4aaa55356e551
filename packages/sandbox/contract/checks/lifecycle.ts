import { PATCH, type Cluster } from '../support/Cluster';
import type { Answer, Body } from '../support/connection';
import { metadataOf, refusal } from '../support/shapes';
import { itWith } from '../support/target';

/** Finalizers, garbage collection and the end of namespaces. */
export function lifecycle(cluster: Cluster): void {
  const withControllers = itWith('controllers');

  describe('finalizers', () => {
    let maps: string;

    beforeAll(async () => {
      const namespace = await cluster.namespace('finalizers');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
    });

    const hold = (name: string, ...finalizers: string[]) =>
      cluster.post(maps, { metadata: { name, finalizers } });
    const release = (name: string, finalizers: string[] | null) =>
      cluster.patch(`${maps}/${name}`, 'merge', { metadata: { finalizers } });

    it('keep an object until the last of them is gone', async () => {
      await hold('two', 'example.org/a', 'example.org/b');
      const deleted = await cluster.remove(`${maps}/two`);
      expect(deleted.status).toBe(200);
      expect(deleted.body.metadata).toMatchObject({
        deletionTimestamp: expect.stringMatching(/Z$/),
        deletionGracePeriodSeconds: 0,
      });
      expect((await release('two', ['example.org/b'])).status).toBe(200);
      expect((await cluster.get(`${maps}/two`)).status).toBe(200);
      expect((await release('two', null)).status).toBe(200);
      expect((await cluster.get(`${maps}/two`)).status).toBe(404);
    });

    it('cannot be added to what is being deleted', async () => {
      await hold('late', 'example.org/a');
      await cluster.remove(`${maps}/late`);
      const answer = await release('late', ['example.org/a', 'example.org/b']);
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        'ConfigMap "late" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.org/b"}',
      ]);
      await release('late', null);
    });

    it('keep the time of the first delete', async () => {
      await hold('again', 'example.org/a');
      const first = await cluster.remove(`${maps}/again`);
      const second = await cluster.remove(`${maps}/again`);
      expect(metadataOf(second).deletionTimestamp).toBe(
        metadataOf(first).deletionTimestamp,
      );
      await release('again', null);
    });

    it('let an object that is going away still change', async () => {
      await hold('going', 'example.org/a');
      await cluster.remove(`${maps}/going`);
      const { status } = await cluster.patch(`${maps}/going`, 'merge', {
        data: { a: '1' },
      });
      expect(status).toBe(200);
      await release('going', null);
    });

    it('want a domain', async () => {
      const answer = await hold('plain', 'plain');
      expect([answer.status, answer.body.reason]).toEqual([422, 'Invalid']);
      expect(answer.body.message).toContain('metadata.finalizers');
    });

    it('show their end in a watch as a delete', async () => {
      const { body } = await hold('watched', 'example.org/a');
      const watch = cluster.watch(
        `${maps}?watch=1&resourceVersion=${
          metadataOf(body).resourceVersion
        }&fieldSelector=metadata.name%3Dwatched`,
      );
      await cluster.remove(`${maps}/watched`);
      await release('watched', null);
      expect(await watch.names(2)).toEqual([
        'MODIFIED watched',
        'DELETED watched',
      ]);
      watch.stop();
    });
  });

  describe('garbage collection', () => {
    let maps: string;

    beforeAll(async () => {
      const namespace = await cluster.namespace('garbage');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
    });

    const create = async (name: string, metadata: Body = {}) =>
      metadataOf(await cluster.post(maps, { metadata: { name, ...metadata } }));
    const ownedBy = (
      owner: { name: string; uid: string },
      more: Body = {},
    ) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: owner.name,
      uid: owner.uid,
      ...more,
    });
    const remove = (name: string, propagationPolicy?: string) =>
      cluster.remove(`${maps}/${name}`, { propagationPolicy });
    const metadata = (name: string, holds: (answer: Answer) => boolean) =>
      cluster.until(`${maps}/${name}`, holds);

    withControllers('takes dependents in the background', async () => {
      const owner = await create('bg');
      const child = await create('bg-child', {
        ownerReferences: [ownedBy(owner)],
      });
      await create('bg-grandchild', { ownerReferences: [ownedBy(child)] });
      await remove('bg', 'Background');
      expect((await cluster.get(`${maps}/bg`)).status).toBe(404);
      await cluster.gone(`${maps}/bg-child`);
      await cluster.gone(`${maps}/bg-grandchild`);
    });

    withControllers('takes dependents of owners that never were', async () => {
      await create('lost', {
        ownerReferences: [
          ownedBy({
            name: 'nobody',
            uid: '0b6c1d4e-0000-4000-8000-000000000000',
          }),
        ],
      });
      await cluster.gone(`${maps}/lost`);
    });

    withControllers('tells an owner from its namesake by the UID', async () => {
      const first = await create('namesake');
      await create('heir', { ownerReferences: [ownedBy(first)] });
      await remove('namesake', 'Orphan');
      await cluster.gone(`${maps}/namesake`);
      const second = await create('namesake');
      await create('stranger', {
        ownerReferences: [ownedBy({ ...second, uid: first.uid })],
      });
      await cluster.gone(`${maps}/stranger`);
      expect((await cluster.get(`${maps}/heir`)).status).toBe(200);
    });

    withControllers('keeps what another owner still holds', async () => {
      const first = await create('first');
      const second = await create('second');
      await create('shared', {
        ownerReferences: [ownedBy(first), ownedBy(second)],
      });
      await remove('first');
      const answer = await metadata(
        'shared',
        one => metadataOf(one).ownerReferences?.length === 1,
      );
      expect(metadataOf(answer).ownerReferences).toEqual([ownedBy(second)]);
    });

    withControllers(
      'waits in the foreground for those that block',
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
        await metadata('fg-child', one =>
          Boolean(metadataOf(one).deletionTimestamp),
        );
        expect((await cluster.get(`${maps}/fg`)).status).toBe(200);
        await cluster.patch(`${maps}/fg-child`, 'merge', {
          metadata: { finalizers: null },
        });
        await cluster.gone(`${maps}/fg`);
        expect((await cluster.get(`${maps}/fg-child`)).status).toBe(404);
      },
    );

    withControllers('leaves orphans, without their owner', async () => {
      const owner = await create('op');
      await create('op-child', { ownerReferences: [ownedBy(owner)] });
      const deleted = await remove('op', 'Orphan');
      expect(deleted.status).toBe(200);
      await cluster.gone(`${maps}/op`);
      const { body } = await cluster.get(`${maps}/op-child`);
      expect(body.metadata).not.toHaveProperty('ownerReferences');
    });

    it('knows three ways to propagate a delete', async () => {
      await create('unknown-way');
      const answer = await remove('unknown-way', 'Sideways');
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        expect.stringContaining('Unsupported value: "Sideways"'),
      ]);
    });

    it('lets an object have one controller', async () => {
      const owner = (name: string) =>
        ownedBy(
          { name, uid: '0b6c1d4e-0000-4000-8000-000000000000' },
          { controller: true },
        );
      const answer = await cluster.post(maps, {
        metadata: {
          name: 'two-controllers',
          ownerReferences: [owner('a'), owner('b')],
        },
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain(
        'Only one reference can have Controller set to true',
      );
    });
  });

  describe('namespaces', () => {
    withControllers('are active when they are new', async () => {
      const name = await cluster.namespace('new');
      const { body } = await cluster.get(`/api/v1/namespaces/${name}`);
      expect(body).toMatchObject({
        metadata: { labels: { 'kubernetes.io/metadata.name': name } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      });
    });

    withControllers('let nothing new in while they end', async () => {
      const name = await cluster.namespace('ending');
      const path = `/api/v1/namespaces/${name}`;
      await cluster.post(`${path}/configmaps`, {
        metadata: { name: 'held', finalizers: ['example.org/hold'] },
      });
      const deleted = await cluster.remove(path);
      expect(deleted.status).toBe(200);
      expect(deleted.body).toMatchObject({
        metadata: { deletionTimestamp: expect.any(String) },
        status: { phase: 'Terminating' },
      });
      const late = await cluster.post(`${path}/configmaps`, {
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
      await cluster.ask('PATCH', `${path}/configmaps/held`, {
        body: { metadata: { finalizers: null } },
        type: PATCH.merge,
      });
      await cluster.gone(path);
    });

    withControllers('say what they still wait for', async () => {
      const name = await cluster.namespace('waiting');
      const path = `/api/v1/namespaces/${name}`;
      await cluster.post(`${path}/configmaps`, {
        metadata: { name: 'held', finalizers: ['example.org/hold'] },
      });
      await cluster.remove(path);
      const { body } = await cluster.until(path, answer =>
        answer.text.includes('NamespaceFinalizersRemaining'),
      );
      const { conditions } = body.status as { conditions: Body[] };
      expect(
        conditions.find(one => one.type === 'NamespaceFinalizersRemaining'),
      ).toMatchObject({
        status: 'True',
        reason: 'SomeFinalizersRemain',
        message:
          'Some content in the namespace has finalizers remaining: example.org/hold in 1 resource instances',
      });
      await cluster.patch(`${path}/configmaps/held`, 'merge', {
        metadata: { finalizers: null },
      });
      await cluster.gone(path);
    });

    withControllers('are emptied, go, and come back empty', async () => {
      const name = await cluster.namespace('emptied');
      const path = `/api/v1/namespaces/${name}`;
      await cluster.post(`${path}/configmaps`, { metadata: { name: 'a' } });
      await cluster.post(`${path}/secrets`, { metadata: { name: 'b' } });
      await cluster.remove(path);
      await cluster.gone(path);
      expect((await cluster.get(`${path}/configmaps/a`)).status).toBe(404);
      await cluster.post('/api/v1/namespaces', { metadata: { name } });
      expect((await cluster.get(`${path}/secrets`)).body.items).toEqual([]);
    });

    it('are kept if they are the default one', async () => {
      const kept = await cluster.remove('/api/v1/namespaces/default');
      expect(refusal(kept)).toEqual([
        403,
        'Forbidden',
        'namespaces "default" is forbidden: this namespace may not be deleted',
      ]);
    });

    it('have short names', async () => {
      const answer = await cluster.post('/api/v1/namespaces', {
        metadata: { name: 'a'.repeat(64) },
      });
      expect([answer.status, answer.body.message]).toEqual([
        422,
        expect.stringContaining('must be no more than 63 bytes'),
      ]);
    });
  });
}
