import type { Cluster } from '../support/Cluster';
import type { Body } from '../support/connection';
import { managersOf, metadataOf, refusal } from '../support/shapes';

/** Server-side apply. */
export function apply(cluster: Cluster): void {
  describe('server-side apply', () => {
    let maps: string;
    let deployments: string;
    let count = 0;

    beforeAll(async () => {
      const namespace = await cluster.namespace('apply');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
      deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    });

    const newMap = () => `${maps}/map-${count++}`;
    /** Applies a ConfigMap with the name of the path. */
    const applyMap = (
      path: string,
      manager: string,
      data: Body | undefined,
      options: { metadata?: Body; query?: string } = {},
    ) =>
      cluster.apply(
        path,
        manager,
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: path.split('/').pop(), ...options.metadata },
          data,
        },
        options.query,
      );
    const dataFields = (...keys: string[]) => ({
      'f:data': Object.fromEntries(keys.map(key => [`f:${key}`, {}])),
    });

    it('creates what is not there and changes what is', async () => {
      const path = newMap();
      const created = await applyMap(path, 'one', { a: '1' });
      expect([created.status, created.body.data]).toEqual([201, { a: '1' }]);
      const changed = await applyMap(path, 'one', { a: '2' });
      expect([changed.status, changed.body.data]).toEqual([200, { a: '2' }]);
    });

    it('notes which fields a manager applied', async () => {
      const { body } = await applyMap(
        newMap(),
        'one',
        { x: '1', y: '2' },
        { metadata: { labels: { l: 'v' } } },
      );
      expect(metadataOf(body).managedFields).toEqual([
        {
          manager: 'one',
          operation: 'Apply',
          apiVersion: 'v1',
          time: expect.stringMatching(/Z$/),
          fieldsType: 'FieldsV1',
          fieldsV1: {
            ...dataFields('x', 'y'),
            'f:metadata': { 'f:labels': { 'f:l': {} } },
          },
        },
      ]);
    });

    it('changes nothing, not even the version, by applying the same again', async () => {
      const path = newMap();
      const first = await applyMap(path, 'one', { a: '1' });
      const again = await applyMap(path, 'one', { a: '1' });
      expect(again.body).toEqual(first.body);
    });

    it('takes away what is no longer applied', async () => {
      const path = newMap();
      await applyMap(
        path,
        'one',
        { x: '1', y: '2' },
        { metadata: { labels: { l: 'v' } } },
      );
      const less = await applyMap(path, 'one', { x: '1' });
      expect(less.body.data).toEqual({ x: '1' });
      expect(less.body.metadata).not.toHaveProperty('labels');
    });

    it('refuses to change the field of another', async () => {
      const path = newMap();
      await applyMap(path, 'one', { x: '1' });
      expect((await applyMap(path, 'two', { x: '2' })).body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Apply failed with 1 conflict: conflict with "one": .data.x',
        reason: 'Conflict',
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "one"',
              field: '.data.x',
            },
          ],
        },
        code: 409,
      });
    });

    it('lists all the conflicts it has', async () => {
      const path = newMap();
      await applyMap(path, 'one', { x: '1', y: '1' });
      expect(
        (await applyMap(path, 'two', { x: '2', y: '2' })).body.message,
      ).toBe(
        'Apply failed with 2 conflicts: conflicts with "one":\n- .data.x\n- .data.y',
      );
    });

    it('takes the field from the other by force', async () => {
      const path = newMap();
      await applyMap(path, 'one', { x: '1', y: '1' });
      const forced = await applyMap(
        path,
        'two',
        { x: '2' },
        { query: '&force=true' },
      );
      expect(forced.body.data).toEqual({ x: '2', y: '1' });
      expect(managersOf(forced)).toEqual([
        ['one', 'Apply', dataFields('y')],
        ['two', 'Apply', dataFields('x')],
      ]);
    });

    it('shares a field between those who apply the same value', async () => {
      const path = newMap();
      await applyMap(path, 'one', { x: '1' });
      const shared = await applyMap(path, 'two', { x: '1' });
      expect(managersOf(shared)).toEqual([
        ['one', 'Apply', dataFields('x')],
        ['two', 'Apply', dataFields('x')],
      ]);
    });

    it('keeps what another still applies', async () => {
      const path = newMap();
      await applyMap(path, 'one', { x: '1' });
      await applyMap(path, 'two', { x: '1' });
      const left = await applyMap(path, 'one', undefined);
      expect(left.body.data).toEqual({ x: '1' });
      expect(managersOf(left)).toEqual([['two', 'Apply', dataFields('x')]]);
    });

    it('gives a field to whoever updates it', async () => {
      const path = newMap();
      await applyMap(path, 'one', { x: '1', y: '1' });
      const patched = await cluster.patch(
        `${path}?fieldManager=editor`,
        'merge',
        { data: { y: '2', z: '3' } },
      );
      expect(managersOf(patched)).toEqual([
        ['editor', 'Update', dataFields('y', 'z')],
        ['one', 'Apply', dataFields('x')],
      ]);
      const refused = await applyMap(path, 'one', { x: '1', y: '1' });
      expect(refused.body.message).toBe(
        'Apply failed with 1 conflict: conflict with "editor" using v1: .data.y',
      );
    });

    it('tells updating and applying by one name apart', async () => {
      const path = newMap();
      await cluster.send('POST', `${maps}?fieldManager=one`, {
        body: {
          metadata: { name: path.split('/').pop() },
          data: { x: '1', y: '1' },
        },
      });
      const applied = await applyMap(path, 'one', { x: '1' });
      expect(applied.body.data).toEqual({ x: '1', y: '1' });
      expect(
        metadataOf(applied)
          .managedFields?.map(entry => entry.operation)
          .sort(),
      ).toEqual(['Apply', 'Update']);
    });

    it('takes the name of the client for the manager of an update', async () => {
      const { body } = await cluster.post(maps, {
        metadata: { name: newMap().split('/').pop() },
        data: { a: '1' },
      });
      expect(metadataOf(body).managedFields).toMatchObject([
        { manager: 'contract', operation: 'Update' },
      ]);
    });

    it('forgets who manages what when told to', async () => {
      const path = newMap();
      await applyMap(path, 'one', { x: '1' });
      const { body } = await cluster.patch(path, 'merge', {
        metadata: { managedFields: [{}] },
      });
      expect(body.metadata).not.toHaveProperty('managedFields');
    });

    const applyContainer = (
      path: string,
      manager: string,
      container: Body,
      query = '',
    ) =>
      cluster.apply(
        path,
        manager,
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: path.split('/').pop() },
          spec: {
            paused: true,
            selector: { matchLabels: { app: 'a' } },
            template: {
              metadata: { labels: { app: 'a' } },
              spec: { containers: [container] },
            },
          },
        },
        query,
      );
    const containersOf = (body: Body) =>
      (body.spec as { template: { spec: { containers: Body[] } } }).template
        .spec.containers;

    it('merges keyed lists by their keys', async () => {
      const path = `${deployments}/keyed`;
      await applyContainer(path, 'one', { name: 'web', image: 'web:1' });
      const both = await applyContainer(path, 'two', {
        name: 'log',
        image: 'log:1',
      });
      expect(containersOf(both.body).map(one => one.name)).toEqual([
        'web',
        'log',
      ]);
      expect(
        managersOf(both).find(([manager]) => manager === 'two')?.[2],
      ).toMatchObject({
        'f:spec': {
          'f:template': {
            'f:spec': {
              'f:containers': {
                'k:{"name":"log"}': { '.': {}, 'f:image': {}, 'f:name': {} },
              },
            },
          },
        },
      });
    });

    it('names the item a conflict is in by its key', async () => {
      const path = `${deployments}/keyed-conflict`;
      await applyContainer(path, 'one', { name: 'web', image: 'web:1' });
      const refused = await applyContainer(path, 'two', {
        name: 'web',
        image: 'web:2',
      });
      expect(refused.body.message).toBe(
        'Apply failed with 1 conflict: conflict with "one": .spec.template.spec.containers[name="web"].image',
      );
    });

    it('takes the item of a keyed list away with whom applied it', async () => {
      const path = `${deployments}/keyed-less`;
      await applyContainer(path, 'one', {
        name: 'web',
        image: 'web:1',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      });
      const less = await applyContainer(path, 'one', {
        name: 'web',
        image: 'web:1',
        env: [{ name: 'B', value: '2' }],
      });
      expect(containersOf(less.body)[0].env).toEqual([
        { name: 'B', value: '2' },
      ]);
    });

    it('refuses two items with one key', async () => {
      const refused = await applyContainer(
        `${deployments}/keyed-twice`,
        'one',
        {
          name: 'web',
          image: 'web:1',
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
      );
      expect(refused.status).toBe(500);
      expect(refused.body.message).toContain(
        '.spec.template.spec.containers[name="web"].env: duplicate entries for key [name="A"]',
      );
    });

    it('refuses values of other types than the schema has', async () => {
      const path = newMap();
      const refused = await applyMap(path, 'one', { a: 1 });
      expect([refused.status, refused.body.message]).toEqual([
        500,
        expect.stringMatching(
          /^failed to create typed patch object \(.*; \/v1, Kind=ConfigMap\): \.data\.a: expected string, got &value\.value\w+\{.*1\}$/,
        ),
      ]);
    });

    it('refuses fields that the schema does not have', async () => {
      const path = newMap();
      const refused = await cluster.apply(path, 'one', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: path.split('/').pop() },
        colour: 'red',
      });
      expect([refused.status, refused.body.message]).toEqual([
        500,
        expect.stringMatching(
          /^failed to create typed patch object .*: \.colour: field not declared in schema$/,
        ),
      ]);
    });

    it('keeps the manager of a subresource apart', async () => {
      const path = `${deployments}/subresource`;
      await applyContainer(path, 'one', { name: 'web', image: 'web:1' });
      const status = await cluster.apply(`${path}/status`, 'one', {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'subresource' },
        status: {
          conditions: [
            { type: 'Example', status: 'True', reason: 'R', message: 'M' },
          ],
        },
      });
      expect(status.status).toBe(200);
      expect(
        metadataOf(status).managedFields?.find(
          entry => entry.subresource === 'status' && entry.manager === 'one',
        ),
      ).toMatchObject({
        operation: 'Apply',
        fieldsV1: {
          'f:status': {
            'f:conditions': { 'k:{"type":"Example"}': { '.': {} } },
          },
        },
      });
    });

    it('gives the count to whoever scales through the subresource', async () => {
      const path = `${deployments}/scaled`;
      const applied = () =>
        cluster.apply(path, 'one', {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'scaled' },
          spec: {
            paused: true,
            replicas: 1,
            selector: { matchLabels: { app: 'a' } },
            template: {
              metadata: { labels: { app: 'a' } },
              spec: { containers: [{ name: 'web', image: 'web:1' }] },
            },
          },
        });
      await applied();
      await cluster.patch(`${path}/scale?fieldManager=scaler`, 'merge', {
        spec: { replicas: 2 },
      });
      expect((await applied()).body.message).toBe(
        'Apply failed with 1 conflict: conflict with "scaler" with subresource "scale" using apps/v1: .spec.replicas',
      );
    });

    it('leaves nothing behind in a dry run', async () => {
      const path = newMap();
      const dry = await applyMap(
        path,
        'one',
        { x: '1' },
        { query: '&dryRun=All' },
      );
      expect(dry.status).toBe(201);
      expect((await cluster.get(path)).status).toBe(404);
    });

    it('takes YAML, too', async () => {
      const path = newMap();
      const answer = await cluster.send('PATCH', `${path}?fieldManager=one`, {
        type: 'application/apply-patch+yaml',
        body: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${path
          .split('/')
          .pop()}\ndata:\n  a: "1"\n`,
      });
      expect([answer.status, answer.body.data]).toEqual([201, { a: '1' }]);
    });

    it('wants to know the manager', async () => {
      const answer = await cluster.patch(newMap(), 'apply', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
      });
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      ]);
    });

    it('forces nothing but applies', async () => {
      const answer = await cluster.patch(`${newMap()}?force=true`, 'merge', {});
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
      ]);
    });

    it('does not let anybody apply the account itself', async () => {
      const answer = await applyMap(newMap(), 'one', undefined, {
        metadata: { managedFields: [{ manager: 'x' }] },
      });
      expect(refusal(answer)).toEqual([
        400,
        'BadRequest',
        'metadata.managedFields must be nil',
      ]);
    });

    it('holds an apply to the version in it', async () => {
      const path = newMap();
      await applyMap(path, 'one', { a: '1' });
      const stale = await applyMap(
        path,
        'one',
        { a: '2' },
        { metadata: { resourceVersion: '1' } },
      );
      expect([stale.status, stale.body.reason]).toEqual([409, 'Conflict']);
    });
  });
}
