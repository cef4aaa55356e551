import { PATCH, type Cluster } from '../support/Cluster';
import { metadataOf, refusal } from '../support/shapes';

/** Conflicts, preconditions and dry runs. */
export function conflicts(cluster: Cluster): void {
  describe('conflicts', () => {
    let maps: string;

    beforeAll(async () => {
      const namespace = await cluster.namespace('conflicts');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
    });

    const create = (name: string, data: object = {}) =>
      cluster.post(maps, { metadata: { name }, data });
    const modified = (name: string) => [
      409,
      'Conflict',
      `Operation cannot be fulfilled on configmaps "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    ];

    it('lets the first of two writers win', async () => {
      const { body } = await create('race');
      await cluster.put(`${maps}/race`, { ...body, data: { by: 'one' } });
      const second = await cluster.put(`${maps}/race`, {
        ...body,
        data: { by: 'two' },
      });
      expect(refusal(second)).toEqual(modified('race'));
      expect((await cluster.get(`${maps}/race`)).body.data).toEqual({
        by: 'one',
      });
    });

    it('lets one of many writers at once win', async () => {
      const { body } = await create('crowd');
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          cluster.ask('PUT', `${maps}/crowd`, {
            body: { ...body, data: { by: String(index) } },
          }),
        ),
      );
      expect(
        answers.map(answer => answer.status).sort((a, b) => a - b),
      ).toEqual([200, ...Array<number>(7).fill(409)]);
    });

    it('loses no merge patch of writers at once', async () => {
      await create('merged');
      await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          cluster.ask('PATCH', `${maps}/merged`, {
            body: { data: { [`key-${index}`]: 'set' } },
            type: PATCH.merge,
          }),
        ),
      );
      const { body } = await cluster.get(`${maps}/merged`);
      expect(Object.keys(body.data as object)).toHaveLength(8);
    });

    it('lets one of many creators at once win', async () => {
      const answers = await Promise.all(
        Array.from({ length: 6 }, () =>
          cluster.ask('POST', maps, { body: { metadata: { name: 'single' } } }),
        ),
      );
      expect(
        answers.map(answer => answer.status).sort((a, b) => a - b),
      ).toEqual([201, ...Array<number>(5).fill(409)]);
    });

    it('replaces whatever is there for those who give no version', async () => {
      await create('blind', { a: '1' });
      const put = await cluster.put(`${maps}/blind`, {
        metadata: { name: 'blind' },
        data: { b: '2' },
      });
      expect([put.status, put.body.data]).toEqual([200, { b: '2' }]);
    });

    it('holds a patch to the version in it', async () => {
      await create('pinned');
      const patch = await cluster.patch(`${maps}/pinned`, 'merge', {
        metadata: { resourceVersion: '1' },
        data: { a: '1' },
      });
      expect(refusal(patch)).toEqual(modified('pinned'));
    });

    it('holds a replacement to the UID in it', async () => {
      const { body } = await create('reborn');
      const put = await cluster.put(`${maps}/reborn`, {
        ...body,
        metadata: { name: 'reborn', uid: 'another' },
      });
      expect([put.status, put.body.reason]).toEqual([409, 'Conflict']);
      expect(put.body.message).toContain(
        'Precondition failed: UID in precondition: another, UID in object meta: ',
      );
    });

    it('holds a delete to the UID it names', async () => {
      await create('kept');
      const refused = await cluster.remove(`${maps}/kept`, {
        preconditions: { uid: 'other' },
      });
      expect([refused.status, refused.body.reason]).toEqual([409, 'Conflict']);
      expect(refused.body.message).toMatch(
        /^Operation cannot be fulfilled on ConfigMap "kept": the UID in the precondition \(other\) does not match the UID in record/,
      );
      expect((await cluster.get(`${maps}/kept`)).status).toBe(200);
    });

    it('holds a delete to the version it names', async () => {
      const { body } = await create('held');
      const options = (resourceVersion: string) => ({
        preconditions: { resourceVersion },
      });
      expect((await cluster.remove(`${maps}/held`, options('1'))).status).toBe(
        409,
      );
      expect(
        (
          await cluster.remove(
            `${maps}/held`,
            options(metadataOf(body).resourceVersion),
          )
        ).status,
      ).toBe(200);
    });
  });

  describe('dry runs', () => {
    let maps: string;

    beforeAll(async () => {
      const namespace = await cluster.namespace('dry');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
      await cluster.post(maps, { metadata: { name: 'wet' }, data: { a: '1' } });
    });

    const unchanged = async () =>
      expect((await cluster.get(`${maps}/wet`)).body.data).toEqual({ a: '1' });

    it('creates nothing, but answers what would be there', async () => {
      const created = await cluster.post(`${maps}?dryRun=All`, {
        metadata: { name: 'dry' },
      });
      expect(created.status).toBe(201);
      expect(created.body.metadata).toMatchObject({
        name: 'dry',
        uid: expect.any(String),
        creationTimestamp: expect.any(String),
      });
      expect(created.body.metadata).not.toHaveProperty('resourceVersion');
      expect((await cluster.get(`${maps}/dry`)).status).toBe(404);
    });

    it('changes nothing by replacing', async () => {
      const put = await cluster.put(`${maps}/wet?dryRun=All`, {
        metadata: { name: 'wet' },
        data: { a: '2' },
      });
      expect(put.body.data).toEqual({ a: '2' });
      await unchanged();
    });

    it('changes nothing by patching', async () => {
      const patched = await cluster.patch(`${maps}/wet?dryRun=All`, 'merge', {
        data: { a: '2' },
      });
      expect(patched.body.data).toEqual({ a: '2' });
      await unchanged();
    });

    it('deletes nothing', async () => {
      const deleted = await cluster.remove(`${maps}/wet?dryRun=All`);
      expect([deleted.status, deleted.body.status]).toEqual([200, 'Success']);
      const asked = await cluster.remove(`${maps}/wet`, { dryRun: ['All'] });
      expect(asked.status).toBe(200);
      await unchanged();
    });

    it('refuses what the real run would refuse', async () => {
      expect(
        (
          await cluster.post(`${maps}?dryRun=All`, {
            metadata: { name: 'wet' },
          })
        ).status,
      ).toBe(409);
      expect(
        (
          await cluster.post(`${maps}?dryRun=All`, {
            metadata: { name: 'Not_Valid' },
          })
        ).status,
      ).toBe(422);
    });

    it('knows no half of a dry run', async () => {
      const answer = await cluster.post(`${maps}?dryRun=Some`, {
        metadata: { name: 'some' },
      });
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
      ]);
    });
  });
}
