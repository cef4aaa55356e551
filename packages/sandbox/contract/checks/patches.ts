import type { Cluster } from '../support/Cluster';
import type { Body } from '../support/connection';
import { metadataOf, refusal } from '../support/shapes';

/** JSON, merge and strategic patches. */
export function patches(cluster: Cluster): void {
  describe('patches', () => {
    let maps: string;
    let deployments: string;
    let count = 0;

    beforeAll(async () => {
      const namespace = await cluster.namespace('patches');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
      deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    });

    /** A new ConfigMap's path. */
    const map = async (data: Body, metadata: Body = {}) => {
      const name = `map-${count++}`;
      await cluster.post(maps, { metadata: { name, ...metadata }, data });
      return `${maps}/${name}`;
    };
    /** A new Deployment's path; no controller is to work on it. */
    const deployment = async (container: Body) => {
      const name = `deployment-${count++}`;
      const { status, text } = await cluster.post(deployments, {
        metadata: { name },
        spec: {
          paused: true,
          replicas: 0,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name } },
            spec: {
              containers: [{ name: 'main', image: 'main:1', ...container }],
            },
          },
        },
      });
      if (status !== 201) throw new Error(text);
      return `${deployments}/${name}`;
    };
    const containersOf = (body: Body) =>
      (body.spec as { template: { spec: { containers: Body[] } } }).template
        .spec.containers;
    const podPatch = (spec: Body) => ({ spec: { template: { spec } } });

    it('merges: sets what is given and takes what is null away', async () => {
      const path = await map({ a: '1', b: '2' });
      const { status, body } = await cluster.patch(path, 'merge', {
        data: { b: null, c: '3' },
      });
      expect([status, body.data]).toEqual([200, { a: '1', c: '3' }]);
    });

    it('merges: replaces lists as a whole', async () => {
      const path = await map({}, { finalizers: ['example.org/a'] });
      const { body } = await cluster.patch(path, 'merge', {
        metadata: { finalizers: ['example.org/b'] },
      });
      expect(metadataOf(body).finalizers).toEqual(['example.org/b']);
      await cluster.patch(path, 'merge', { metadata: { finalizers: null } });
    });

    it('keeps the version of what a patch does not change', async () => {
      const path = await map({ a: '1' });
      const before = await cluster.get(path);
      const { body } = await cluster.patch(path, 'merge', {
        data: { a: '1' },
      });
      expect(body).toEqual(before.body);
    });

    it('adds, replaces, moves, copies and removes by JSON patch', async () => {
      const path = await map({ a: '1', b: '2', c: '3' });
      const { body } = await cluster.patch(path, 'json', [
        { op: 'add', path: '/data/new', value: 'n' },
        { op: 'replace', path: '/data/a', value: '9' },
        { op: 'move', from: '/data/b', path: '/data/moved' },
        { op: 'copy', from: '/data/a', path: '/data/copied' },
        { op: 'remove', path: '/data/c' },
      ]);
      expect(body.data).toEqual({
        new: 'n',
        a: '9',
        moved: '2',
        copied: '9',
      });
    });

    it('does none of a JSON patch whose test fails', async () => {
      const path = await map({ a: '1' });
      const { status, body } = await cluster.patch(path, 'json', [
        { op: 'replace', path: '/data/a', value: '2' },
        { op: 'test', path: '/data/a', value: 'other' },
      ]);
      expect([status, body.reason]).toEqual([422, 'Invalid']);
      expect((await cluster.get(path)).body.data).toEqual({ a: '1' });
    });

    it('refuses to remove by JSON patch what is not there', async () => {
      const path = await map({ a: '1' });
      const { status, body } = await cluster.patch(path, 'json', [
        { op: 'remove', path: '/data/nothing' },
      ]);
      expect([status, body.reason]).toEqual([422, 'Invalid']);
    });

    it('understands escapes in the paths of a JSON patch', async () => {
      const path = await map({});
      const { body } = await cluster.patch(path, 'json', [
        {
          op: 'add',
          path: '/metadata/annotations',
          value: { 'example.org/a_b': '1', 'example.org/c': '1' },
        },
        {
          op: 'replace',
          path: '/metadata/annotations/example.org~1a_b',
          value: '2',
        },
      ]);
      expect(metadataOf(body).annotations).toEqual({
        'example.org/a_b': '2',
        'example.org/c': '1',
      });
    });

    it('merges containers by name in a strategic patch', async () => {
      const path = await deployment({});
      const { body } = await cluster.patch(
        path,
        'strategic',
        podPatch({
          containers: [
            { name: 'main', image: 'main:2' },
            { name: 'side', image: 'side:1' },
          ],
        }),
      );
      expect(
        containersOf(body).map(({ name, image }) => [name, image]),
      ).toEqual([
        ['main', 'main:2'],
        ['side', 'side:1'],
      ]);
    });

    it('puts what a strategic patch adds before what was there', async () => {
      const path = await deployment({ env: [{ name: 'A', value: '1' }] });
      const { body } = await cluster.patch(
        path,
        'strategic',
        podPatch({
          containers: [{ name: 'main', env: [{ name: 'B', value: '2' }] }],
        }),
      );
      expect(containersOf(body)[0].env).toEqual([
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ]);
    });

    it('orders a strategic patch as it says', async () => {
      const path = await deployment({
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      });
      const { body } = await cluster.patch(
        path,
        'strategic',
        podPatch({
          $setElementOrder: undefined,
          containers: [
            {
              name: 'main',
              '$setElementOrder/env': [
                { name: 'C' },
                { name: 'B' },
                { name: 'A' },
              ],
              env: [{ name: 'C', value: '3' }],
            },
          ],
        }),
      );
      expect(
        (containersOf(body)[0].env as Body[]).map(one => one.name),
      ).toEqual(['C', 'B', 'A']);
    });

    it('deletes an item by a directive of a strategic patch', async () => {
      const path = await deployment({
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      });
      const { body } = await cluster.patch(
        path,
        'strategic',
        podPatch({
          containers: [
            { name: 'main', env: [{ name: 'A', $patch: 'delete' }] },
          ],
        }),
      );
      expect(containersOf(body)[0].env).toEqual([{ name: 'B', value: '2' }]);
    });

    it('replaces a list by a directive of a strategic patch', async () => {
      const path = await deployment({ env: [{ name: 'A', value: '1' }] });
      const { body } = await cluster.patch(
        path,
        'strategic',
        podPatch({
          containers: [
            {
              name: 'main',
              env: [{ $patch: 'replace' }, { name: 'Z', value: '9' }],
            },
          ],
        }),
      );
      expect(containersOf(body)[0].env).toEqual([{ name: 'Z', value: '9' }]);
    });

    it('replaces an object by a directive of a strategic patch', async () => {
      const path = await map({ a: '1' });
      const { body } = await cluster.patch(path, 'strategic', {
        data: { $patch: 'replace', b: '2' },
      });
      expect(body.data).toEqual({ b: '2' });
    });

    it('adds to and takes from a list of plain values', async () => {
      const path = await map({}, { finalizers: ['example.org/a'] });
      const added = await cluster.patch(path, 'strategic', {
        metadata: { finalizers: ['example.org/b'] },
      });
      expect(metadataOf(added).finalizers?.sort()).toEqual([
        'example.org/a',
        'example.org/b',
      ]);
      const taken = await cluster.patch(path, 'strategic', {
        metadata: { '$deleteFromPrimitiveList/finalizers': ['example.org/a'] },
      });
      expect(metadataOf(taken).finalizers).toEqual(['example.org/b']);
      await cluster.patch(path, 'merge', { metadata: { finalizers: null } });
    });

    it('does not patch what is not there', async () => {
      const answer = await cluster.patch(`${maps}/absent`, 'merge', {});
      expect(refusal(answer)).toEqual([
        404,
        'NotFound',
        'configmaps "absent" not found',
      ]);
    });

    it('does not rename by a patch', async () => {
      const path = await map({});
      const answer = await cluster.patch(path, 'merge', {
        metadata: { name: 'renamed' },
      });
      expect([answer.status, answer.body.reason]).toEqual([400, 'BadRequest']);
    });

    it('refuses a patch of no known type', async () => {
      const path = await map({});
      const answer = await cluster.send('PATCH', path, { body: {} });
      expect([answer.status, answer.body.reason]).toEqual([
        415,
        'UnsupportedMediaType',
      ]);
    });

    it('validates what comes of a patch', async () => {
      const path = await deployment({});
      const answer = await cluster.patch(path, 'merge', {
        spec: { replicas: -1 },
      });
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        expect.stringContaining(
          'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
        ),
      ]);
    });
  });
}
