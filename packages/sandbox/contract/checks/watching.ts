import type { Cluster } from '../support/Cluster';
import { metadataOf, refusal } from '../support/shapes';
import type { Watch } from '../support/Watch';

/** Watches. */
export function watching(cluster: Cluster): void {
  describe('watches', () => {
    let maps: string;
    const open: Watch[] = [];

    beforeAll(async () => {
      const namespace = await cluster.namespace('watches');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
      for (const name of ['a', 'b']) {
        await cluster.post(maps, {
          metadata: { name, labels: { old: 'yes' } },
        });
      }
    });
    afterEach(() => {
      for (const watch of open.splice(0)) watch.stop();
    });

    const watch = (query: string, headers?: Record<string, string>) => {
      const opened = cluster.watch(`${maps}?watch=1&${query}`, headers);
      open.push(opened);
      return opened;
    };
    const create = (name: string, labels: object = {}) =>
      cluster.post(maps, { metadata: { name, labels } });
    const label = (name: string, labels: object) =>
      cluster.patch(`${maps}/${name}`, 'merge', { metadata: { labels } });
    const now = async () =>
      metadataOf(await cluster.get(`${maps}?limit=1`)).resourceVersion;

    it('begins with what is there where no version is given', async () => {
      const seen = await watch('labelSelector=old%3Dyes').names(2);
      expect(seen.sort()).toEqual(['ADDED a', 'ADDED b']);
    });

    it('begins with what is there at version 0', async () => {
      const seen = await watch(
        'labelSelector=old%3Dyes&resourceVersion=0',
      ).names(2);
      expect(seen.sort()).toEqual(['ADDED a', 'ADDED b']);
    });

    it('tells from a version on what was created, changed and deleted, in order', async () => {
      const opened = watch(
        `resourceVersion=${await now()}&labelSelector=told%3Dyes`,
      );
      await create('told', { told: 'yes' });
      await cluster.patch(`${maps}/told`, 'merge', { data: { a: '1' } });
      await cluster.remove(`${maps}/told`);
      expect(await opened.names(3)).toEqual([
        'ADDED told',
        'MODIFIED told',
        'DELETED told',
      ]);
    });

    it('tells again what happened before it was opened', async () => {
      const version = await now();
      await create('earlier', { earlier: 'yes' });
      await cluster.remove(`${maps}/earlier`);
      const opened = watch(
        `resourceVersion=${version}&labelSelector=earlier%3Dyes`,
      );
      expect(await opened.names(2)).toEqual([
        'ADDED earlier',
        'DELETED earlier',
      ]);
    });

    it('goes on after a break without loss or repetition', async () => {
      const opened = watch(
        `resourceVersion=${await now()}&labelSelector=broken%3Dyes`,
      );
      await create('break-1', { broken: 'yes' });
      const event = await opened.next();
      opened.stop();
      await create('break-2', { broken: 'yes' });
      const again = watch(
        `resourceVersion=${
          metadataOf(event?.object ?? {}).resourceVersion
        }&labelSelector=broken%3Dyes`,
      );
      await create('break-3', { broken: 'yes' });
      expect(await again.names(2)).toEqual(['ADDED break-2', 'ADDED break-3']);
    });

    it('gives every event the version of its change', async () => {
      const opened = watch(
        `resourceVersion=${await now()}&labelSelector=versions%3Dyes`,
      );
      const created = await create('versions', { versions: 'yes' });
      const changed = await cluster.patch(`${maps}/versions`, 'merge', {
        data: { a: '1' },
      });
      await cluster.remove(`${maps}/versions`);
      const versions: number[] = [];
      for (let index = 0; index < 3; index++) {
        const event = await opened.next();
        versions.push(Number(metadataOf(event?.object ?? {}).resourceVersion));
      }
      expect(versions.slice(0, 2)).toEqual([
        Number(metadataOf(created).resourceVersion),
        Number(metadataOf(changed).resourceVersion),
      ]);
      expect(versions[2]).toBeGreaterThan(versions[1]);
    });

    it('shows objects enter and leave a selection as added and deleted', async () => {
      await create('mover');
      const opened = watch(
        `resourceVersion=${await now()}&labelSelector=inside%3Dyes`,
      );
      await label('mover', { inside: 'yes' });
      await cluster.patch(`${maps}/mover`, 'merge', { data: { a: '1' } });
      const left = await label('mover', { inside: null });
      const last = [];
      for (let index = 0; index < 3; index++) last.push(await opened.next());
      expect(last.map(event => event?.type)).toEqual([
        'ADDED',
        'MODIFIED',
        'DELETED',
      ]);
      const gone = metadataOf(last[2]?.object ?? {});
      // What leaves is shown as it was, at the version at which it left.
      expect(gone.labels).toEqual({ inside: 'yes' });
      expect(gone.resourceVersion).toBe(metadataOf(left).resourceVersion);
    });

    it('watches one object by its name', async () => {
      const opened = watch(
        `resourceVersion=${await now()}&fieldSelector=metadata.name%3Dnamed`,
      );
      await create('other-name');
      await create('named');
      expect(await opened.names(1)).toEqual(['ADDED named']);
    });

    it('watches across namespaces', async () => {
      const opened = cluster.watch(
        `/api/v1/configmaps?watch=1&resourceVersion=${await now()}&labelSelector=everywhere%3D${
          cluster.suffix
        }`,
      );
      open.push(opened);
      await create('everywhere', { everywhere: cluster.suffix });
      expect(await opened.names(1)).toEqual(['ADDED everywhere']);
    });

    it('streams the present state and says when it is complete', async () => {
      const opened = watch(
        'labelSelector=old%3Dyes&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
      );
      expect((await opened.names(2)).sort()).toEqual(['ADDED a', 'ADDED b']);
      expect(await opened.next()).toMatchObject({
        type: 'BOOKMARK',
        object: {
          kind: 'ConfigMap',
          apiVersion: 'v1',
          metadata: {
            resourceVersion: expect.stringMatching(/^\d+$/),
            annotations: { 'k8s.io/initial-events-end': 'true' },
          },
        },
      });
    });

    it('wants bookmarks and a match for the streamed state', async () => {
      const answer = await cluster.get(
        `${maps}?watch=1&sendInitialEvents=true`,
      );
      expect([answer.status, answer.body.reason]).toEqual([422, 'Invalid']);
      expect(answer.body.message).toContain(
        'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      );
    });

    it('does not take a match of versions without the streamed state', async () => {
      const answer = await cluster.get(
        `${maps}?watch=1&resourceVersion=1&resourceVersionMatch=NotOlderThan`,
      );
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      ]);
    });

    it('ends when its time is up', async () => {
      const opened = watch(`timeoutSeconds=1&labelSelector=old%3Dyes`);
      expect(await opened.names(5)).toHaveLength(2);
    });

    it('tells before the end how far it came, if asked', async () => {
      const opened = watch(
        `resourceVersion=${await now()}&timeoutSeconds=5&allowWatchBookmarks=true&labelSelector=never%3Dyes`,
      );
      await opened.opened;
      await create('unseen');
      expect(await opened.next()).toMatchObject({
        type: 'BOOKMARK',
        object: {
          kind: 'ConfigMap',
          metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
        },
      });
    });

    it('refuses a version that is no number', async () => {
      expect(
        refusal(await cluster.get(`${maps}?watch=1&resourceVersion=abc`)),
      ).toEqual([
        500,
        undefined,
        'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
      ]);
    });

    it('streams tables, with the columns only once', async () => {
      const opened = watch('labelSelector=old%3Dyes', {
        Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
      });
      const first = await opened.next();
      const second = await opened.next();
      expect(first?.object).toMatchObject({ kind: 'Table' });
      expect(first?.object.columnDefinitions).toHaveLength(3);
      expect(second?.object.columnDefinitions ?? []).toHaveLength(0);
    });

    it('streams metadata alone to those who ask for it', async () => {
      const opened = watch('labelSelector=old%3Dyes', {
        Accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
      });
      expect((await opened.next())?.object).toMatchObject({
        kind: 'PartialObjectMetadata',
        metadata: { name: 'a' },
      });
    });

    it('says that a version is too old when its history is gone', async () => {
      let version = await now();
      if (cluster.canCompact) {
        await cluster.ask('POST', maps, {
          body: { metadata: { name: 'forgotten' } },
        });
      } else version = '1';
      await cluster.compact();
      const opened = watch(`resourceVersion=${version}`);
      expect(await opened.next()).toMatchObject({
        type: 'ERROR',
        object: {
          kind: 'Status',
          code: 410,
          reason: 'Expired',
          message: expect.stringMatching(
            /^too old resource version: \d+ \(\d+\)$/,
          ),
        },
      });
      expect(await opened.next()).toBeUndefined();
    });

    it('says that a page can no longer be continued when its history is gone', async () => {
      const first = await cluster.get(`${maps}?limit=1`);
      const token = metadataOf(first).continue ?? '';
      await create('after-the-page');
      let old = token;
      if (!cluster.canCompact) {
        const value = JSON.parse(
          Buffer.from(token, 'base64').toString('utf8'),
        ) as object;
        old = Buffer.from(JSON.stringify({ ...value, rv: 1 })).toString(
          'base64url',
        );
      }
      await cluster.compact();
      const answer = await cluster.get(
        `${maps}?limit=1&continue=${encodeURIComponent(old)}`,
      );
      expect([answer.status, answer.body.reason]).toEqual([410, 'Expired']);
      expect(answer.body.message).toMatch(
        /^The provided continue parameter is too old/,
      );
    });
  });
}
