import type { Cluster } from '../support/Cluster';
import { causesOf, metadataOf, namesOf, refusal } from '../support/shapes';

/** Creating, reading, replacing and deleting. */
export function objects(cluster: Cluster): void {
  describe('objects', () => {
    let namespace: string;
    let maps: string;

    beforeAll(async () => {
      namespace = await cluster.namespace('objects');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
    });

    const create = (name: string, more: object = {}) =>
      cluster.post(maps, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name },
        ...more,
      });

    it('gives what is created a UID, a version and a time', async () => {
      const created = await create('born', { data: { one: '1' } });
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        kind: 'ConfigMap',
        apiVersion: 'v1',
        data: { one: '1' },
        metadata: {
          name: 'born',
          namespace,
          uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/),
          resourceVersion: expect.stringMatching(/^\d+$/),
          creationTimestamp: expect.stringMatching(/^\d{4}-.*T.*:\d\dZ$/),
        },
      });
    });

    it('reads back exactly what it answered', async () => {
      const created = await create('echo', { data: { a: 'ä\n"\u0001😀' } });
      expect((await cluster.get(`${maps}/echo`)).body).toEqual(created.body);
    });

    it('fills in kind and version for those who leave them out', async () => {
      const { body } = await cluster.post(maps, { metadata: { name: 'bare' } });
      expect(body).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' });
    });

    it('ignores the UID, version, time and generation a client makes up', async () => {
      const { body } = await cluster.post(maps, {
        metadata: {
          name: 'made-up',
          uid: 'mine',
          creationTimestamp: '2001-01-01T00:00:00Z',
          generation: 7,
          selfLink: '/mine',
        },
      });
      expect(metadataOf(body).uid).not.toBe('mine');
      expect(metadataOf(body).creationTimestamp).not.toContain('2001');
      expect(body.metadata).not.toHaveProperty('selfLink');
    });

    it('refuses a new object that says which version it has', async () => {
      expect(
        refusal(
          await cluster.post(maps, {
            metadata: { name: 'versioned', resourceVersion: '5' },
          }),
        ),
      ).toEqual([
        500,
        undefined,
        'resourceVersion should not be set on objects to be created',
      ]);
    });

    it('refuses a name that is taken', async () => {
      await create('taken');
      expect((await create('taken')).body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'configmaps "taken" already exists',
        reason: 'AlreadyExists',
        details: { name: 'taken', kind: 'configmaps' },
        code: 409,
      });
    });

    it('makes a name from a prefix and five more characters', async () => {
      const { status, body } = await cluster.post(maps, {
        metadata: { generateName: 'made-' },
      });
      expect(status).toBe(201);
      expect(metadataOf(body).name).toMatch(
        /^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/,
      );
      expect(body.metadata).toMatchObject({ generateName: 'made-' });
    });

    it('cuts a long prefix so that the name stays a name', async () => {
      const { status, body } = await cluster.post(maps, {
        metadata: { generateName: 'p'.repeat(70) },
      });
      expect([status, metadataOf(body).name.length]).toEqual([201, 63]);
    });

    it('refuses a prefix that no name can begin with', async () => {
      const answer = await cluster.post(maps, {
        metadata: { generateName: 'Made_' },
      });
      expect(causesOf(answer).map(cause => cause.field)).toEqual([
        'metadata.generateName',
        'metadata.name',
      ]);
    });

    it('prefers a name to a prefix', async () => {
      const { body } = await cluster.post(maps, {
        metadata: { name: 'given', generateName: 'made-' },
      });
      expect(metadataOf(body).name).toBe('given');
    });

    it('wants a name or a prefix', async () => {
      const { body } = await cluster.post(maps, { metadata: {} });
      expect(body).toMatchObject({
        code: 422,
        reason: 'Invalid',
        message:
          'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
        details: {
          kind: 'ConfigMap',
          causes: [{ reason: 'FieldValueRequired', field: 'metadata.name' }],
        },
      });
    });

    it.each(['Bad_Name', '-a', 'a..b', 'ä', 'a'.repeat(254)])(
      'refuses the name %.20s',
      async name => {
        const answer = await create(name);
        expect([answer.status, answer.body.reason]).toEqual([422, 'Invalid']);
        expect(causesOf(answer)[0]).toMatchObject({
          reason: 'FieldValueInvalid',
          field: 'metadata.name',
        });
      },
    );

    it('explains a bad name with an example and the pattern', async () => {
      expect((await create('Bad_Name')).body.message).toBe(
        "ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      );
    });

    it('refuses label keys and values that are none', async () => {
      const answer = await cluster.post(maps, {
        metadata: {
          name: 'labelled',
          labels: { 'bad key': 'v', good: 'not valid' },
        },
      });
      expect(answer.status).toBe(422);
      expect(causesOf(answer).map(cause => cause.field)).toEqual([
        'metadata.labels',
        'metadata.labels',
      ]);
    });

    it('refuses data keys that cannot be file names', async () => {
      const answer = await create('keys', { data: { 'a b': '1', '..': '2' } });
      expect(
        causesOf(answer)
          .map(cause => cause.field)
          .sort(),
      ).toEqual(['data[..]', 'data[a b]']);
    });

    it('refuses the namespace of another path', async () => {
      expect(
        refusal(
          await cluster.post(maps, {
            metadata: { name: 'x', namespace: 'other' },
          }),
        ),
      ).toEqual([
        400,
        'BadRequest',
        'the namespace of the provided object does not match the namespace sent on the request',
      ]);
    });

    it('refuses objects in a namespace that is not there', async () => {
      expect(
        refusal(
          await cluster.post('/api/v1/namespaces/nowhere/configmaps', {
            metadata: { name: 'x' },
          }),
        ),
      ).toEqual([404, 'NotFound', 'namespaces "nowhere" not found']);
    });

    it('says what was not found', async () => {
      expect((await cluster.get(`${maps}/nothing`)).body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'configmaps "nothing" not found',
        reason: 'NotFound',
        details: { name: 'nothing', kind: 'configmaps' },
        code: 404,
      });
    });

    it('replaces an object and gives it a later version', async () => {
      const { body } = await create('replaced', { data: { a: '1' } });
      const put = await cluster.put(`${maps}/replaced`, {
        ...body,
        data: { b: '2' },
      });
      expect(put.status).toBe(200);
      expect(put.body.data).toEqual({ b: '2' });
      expect(Number(metadataOf(put).resourceVersion)).toBeGreaterThan(
        Number(metadataOf(body).resourceVersion),
      );
      expect(metadataOf(put).uid).toBe(metadataOf(body).uid);
    });

    it('keeps the version of an object that a replacement does not change', async () => {
      const { body } = await create('same', { data: { a: '1' } });
      const put = await cluster.put(`${maps}/same`, body);
      expect(put.body).toEqual(body);
    });

    it('refuses a replacement with another name than the path has', async () => {
      expect(
        refusal(await cluster.put(`${maps}/x`, { metadata: { name: 'y' } })),
      ).toEqual([
        400,
        'BadRequest',
        'the name of the object (y) does not match the name on the URL (x)',
      ]);
    });

    it('does not create by replacing', async () => {
      const answer = await cluster.put(`${maps}/absent`, {
        metadata: { name: 'absent' },
      });
      expect(refusal(answer)).toEqual([
        404,
        'NotFound',
        'configmaps "absent" not found',
      ]);
    });

    it('answers a delete with the UID of what is gone', async () => {
      const { body } = await create('leaving');
      const deleted = await cluster.remove(`${maps}/leaving`);
      expect(deleted.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: {
          name: 'leaving',
          kind: 'configmaps',
          uid: metadataOf(body).uid,
        },
      });
      expect((await cluster.get(`${maps}/leaving`)).status).toBe(404);
    });

    it('deletes many by a selector and lists them', async () => {
      for (const name of ['swept-1', 'swept-2']) {
        await cluster.post(maps, {
          metadata: { name, labels: { sweep: name } },
        });
      }
      const swept = await cluster.remove(
        `${maps}?labelSelector=sweep%3Dswept-1`,
      );
      expect(swept.body.kind).toBe('ConfigMapList');
      expect(namesOf(swept)).toEqual(['swept-1']);
      expect((await cluster.get(`${maps}/swept-1`)).status).toBe(404);
      expect((await cluster.get(`${maps}/swept-2`)).status).toBe(200);
    });

    it('keeps an object that says it cannot change as it is', async () => {
      const { body } = await create('fixed', {
        data: { a: '1' },
        immutable: true,
      });
      expect(
        refusal(
          await cluster.put(`${maps}/fixed`, { ...body, data: { a: '2' } }),
        ),
      ).toEqual([
        422,
        'Invalid',
        'ConfigMap "fixed" is invalid: data: Forbidden: field is immutable when `immutable` is set',
      ]);
    });

    it('refuses more data than one mebibyte', async () => {
      const answer = await create('large', {
        data: { a: 'x'.repeat(1_100_000) },
      });
      expect([answer.status, answer.body.message]).toEqual([
        422,
        'ConfigMap "large" is invalid: []: Too long: may not be more than 1048576 bytes',
      ]);
    });
  });
}
