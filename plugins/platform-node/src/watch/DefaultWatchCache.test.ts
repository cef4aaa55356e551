import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { eventually } from '../__testUtils__/eventually';
import { FakeCluster } from '../__testUtils__/FakeCluster';
import type { FakeKind } from '../__testUtils__/FakeCluster';
import { createTestCache } from '../__testUtils__/testCache';
import type { CacheChange } from '../types';
import type { DefaultWatchCache } from './DefaultWatchCache';

const GRASS: FakeKind = {
  group: 'plants.example.org',
  version: 'v1',
  kind: 'Grass',
  plural: 'grasses',
  namespaced: true,
};
const ENDPOINTS: FakeKind = {
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  namespaced: true,
};

function grass(
  name: string,
  content: Record<string, unknown> = {},
  namespace = 'meadow',
): KubernetesObject {
  return {
    apiVersion: 'plants.example.org/v1',
    kind: 'Grass',
    metadata: { name, namespace, ...(content.metadata ?? {}) },
    spec: content,
  };
}

const stops: (() => Promise<void>)[] = [];

async function setUp(
  watch: Parameters<typeof createTestCache>[1] = {},
  kinds = [GRASS, ENDPOINTS],
) {
  const cluster = await FakeCluster.start(kinds);
  const made = createTestCache({ one: cluster }, watch);
  stops.push(async () => {
    await made.stop();
    await cluster.stop();
  });
  return { cluster, ...made };
}

function versions(objects: KubernetesObject[]): string[] {
  return objects
    .map(
      ({ metadata }) =>
        `${metadata.namespace}/${metadata.name}@${metadata.resourceVersion}`,
    )
    .sort();
}

async function cached(cache: DefaultWatchCache): Promise<string[]> {
  const { items } = await cache.list(GRASS);
  return versions(items.map(({ object }) => object));
}

async function expectInSync(
  cache: DefaultWatchCache,
  cluster: FakeCluster,
): Promise<void> {
  await eventually(async () => {
    expect(await cached(cache)).toEqual(versions(cluster.list('grasses')));
    expect(cache.health()[0]).toMatchObject({ state: 'synced' });
  });
}

afterEach(async () => {
  await Promise.all(stops.splice(0).map(stop => stop()));
});

describe('DefaultWatchCache', () => {
  it('answers from memory what one list and one watch told, and says how fresh it is', async () => {
    const { cluster, cache } = await setUp();
    cluster.put('grasses', grass('a'));
    cluster.put('grasses', grass('b', {}, 'lawn'));
    const first = await cache.list(GRASS);
    expect(versions(first.items.map(i => i.object))).toEqual([
      'lawn/b@102',
      'meadow/a@101',
    ]);
    expect(first.items[0].object).toMatchObject({
      apiVersion: 'plants.example.org/v1',
      kind: 'Grass',
    });
    expect(first.sources).toEqual([
      {
        cluster: 'one',
        resource: 'grasses.plants.example.org',
        state: 'synced',
        asOf: expect.any(String),
      },
    ]);
    for (let view = 0; view < 200; view += 1) {
      await cache.list({ ...GRASS, namespaces: ['lawn'] });
    }
    const asked = () =>
      cluster.requests.filter(({ path }) => path.endsWith('grasses'));
    await eventually(() =>
      expect(asked().map(({ query }) => query.get('watch'))).toEqual([
        null,
        'true',
      ]),
    );
    expect(
      asked().every(
        ({ headers }) => headers.authorization === 'Bearer portal-token',
      ),
    ).toBe(true);
    cluster.put('grasses', grass('a', { height: 2 }));
    cluster.remove('grasses', 'b', 'lawn');
    await expectInSync(cache, cluster);
  });

  it('filters by namespace, name and labels, in lists and in subscriptions', async () => {
    const { cluster, cache } = await setUp();
    cluster.put(
      'grasses',
      grass('a', { metadata: { labels: { kept: 'yes' } } }),
    );
    cluster.put('grasses', grass('a', {}, 'lawn'));
    const names = async (query: object) =>
      (await cache.list({ ...GRASS, ...query })).items.map(
        ({ object }) => `${object.metadata.namespace}/${object.metadata.name}`,
      );
    expect(await names({ namespaces: ['lawn', 'lawn', 'nowhere'] })).toEqual([
      'lawn/a',
    ]);
    expect(await names({ namespaces: ['meadow'], name: 'a' })).toEqual([
      'meadow/a',
    ]);
    expect(await names({ namespaces: ['meadow'], name: 'toString' })).toEqual(
      [],
    );
    expect(await names({ namespaces: [] })).toEqual([]);
    expect(await names({ labelSelector: { kept: 'yes' } })).toEqual([
      'meadow/a',
    ]);

    const seen: string[] = [];
    const note = (change: CacheChange) =>
      seen.push(`${change.type} ${change.object.metadata.name}`);
    const unsubscribe = cache.subscribe(
      { ...GRASS, namespaces: ['lawn'], labelSelector: { kept: 'yes' } },
      note,
    );
    cache.subscribe(GRASS, () => {
      throw new Error('a listener of someone else fails');
    });
    cluster.put('grasses', grass('x', {}, 'meadow'));
    cluster.put(
      'grasses',
      grass('a', { metadata: { labels: { kept: 'yes' } } }, 'lawn'),
    );
    cluster.put(
      'grasses',
      grass('a', { metadata: { labels: { kept: 'yes', new: 'er' } } }, 'lawn'),
    );
    cluster.put('grasses', grass('a', {}, 'lawn'));
    cluster.put(
      'grasses',
      grass('b', { metadata: { labels: { kept: 'yes' } } }, 'lawn'),
    );
    cluster.remove('grasses', 'b', 'lawn');
    await eventually(() =>
      expect(seen).toEqual([
        'added a',
        'modified a',
        'deleted a',
        'added b',
        'deleted b',
      ]),
    );
    unsubscribe();
    cluster.put(
      'grasses',
      grass('c', { metadata: { labels: { kept: 'yes' } } }, 'lawn'),
    );
    await expectInSync(cache, cluster);
    expect(seen).toHaveLength(5);
  });

  it.each([true, false])(
    'finds kinds with unusual plurals by discovery (aggregated: %s)',
    async isAggregated => {
      const { cluster, cache } = await setUp();
      cluster.isAggregated = isAggregated;
      cluster.put('grasses', grass('a'));
      cluster.put('endpoints', {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'e', namespace: 'meadow' },
      });
      expect((await cache.list(GRASS)).items).toHaveLength(1);
      const { items, sources } = await cache.list(ENDPOINTS);
      expect(items[0].object.kind).toBe('Endpoints');
      expect(sources[0].resource).toBe('endpoints');
    },
  );

  it('reads long collections page by page', async () => {
    const { cluster, cache } = await setUp({ pageSize: 7 });
    for (let index = 0; index < 50; index += 1) {
      cluster.put('grasses', grass(`g-${index}`));
    }
    await expectInSync(cache, cluster);
    expect(
      cluster.requests.filter(({ query }) => query.get('limit') === '7'),
    ).toHaveLength(8);
  });

  it('holds neither field managers nor manifests nor anything secret', async () => {
    const { cluster, cache, connections } = await setUp({}, [
      GRASS,
      {
        group: '',
        version: 'v1',
        kind: 'Secret',
        plural: 'secrets',
        namespaced: true,
      },
    ]);
    const secret = 'correct-horse-battery-staple';
    cluster.put(
      'grasses',
      grass('a', {
        metadata: {
          managedFields: [{ manager: 'kubectl' }],
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': secret,
            kept: 'yes',
          },
        },
      }),
    );
    const { items } = await cache.list(GRASS);
    expect(items[0].object.metadata).toEqual({
      name: 'a',
      namespace: 'meadow',
      uid: 'uid-101',
      resourceVersion: '101',
      annotations: { kept: 'yes' },
    });
    expect(() =>
      cache.subscribe({ group: '', kind: 'Secret' }, () => {}),
    ).toThrow(/Secrets are never held/);
    await expect(cache.list({ group: '', kind: 'Secret' })).rejects.toThrow(
      /Secrets are never held/,
    );
    expect(cluster.requests.some(({ path }) => path.includes('secrets'))).toBe(
      false,
    );
    expect(connections.names()).toEqual(['one']);
  });

  it('shows one cluster beside another that is dead', async () => {
    const { cluster } = await setUp();
    const dead = await FakeCluster.start([GRASS]);
    const { url } = dead;
    await dead.stop();
    cluster.put('grasses', grass('a'));
    const { cache, stop } = createTestCache({
      alive: cluster,
      dead: { url, ca: cluster.ca },
    });
    stops.push(stop);
    const { items, sources } = await cache.list(GRASS);
    expect(items).toHaveLength(1);
    expect(sources).toEqual([
      expect.objectContaining({ cluster: 'alive', state: 'synced' }),
      expect.objectContaining({
        cluster: 'dead',
        state: 'stale',
        staleSince: expect.any(String),
        error: 'Cluster "dead" cannot be reached.',
      }),
    ]);
    await expect(cache.list({ ...GRASS, cluster: 'none' })).rejects.toThrow(
      'There is no cluster "none"',
    );
  });

  it('does not trust a cluster with a certificate of someone else', async () => {
    const { cluster } = await setUp();
    const { cache, stop } = createTestCache({
      one: { url: cluster.url, ca: '' },
    });
    stops.push(stop);
    const { sources } = await cache.list(GRASS);
    expect(sources[0].error).toMatch(
      /certificate that the portal does not trust/,
    );
    expect(cluster.requests).toEqual([]);
  });

  it('picks up a kind that appears later and lets go of one that disappears', async () => {
    const { cluster, cache } = await setUp({}, [ENDPOINTS]);
    const seen: string[] = [];
    cache.subscribe(GRASS, ({ type, object }) =>
      seen.push(`${type} ${object.metadata.name}`),
    );
    expect(await cache.list(GRASS)).toEqual({
      items: [],
      sources: [expect.objectContaining({ state: 'synced', missing: true })],
    });
    cluster.kinds = [ENDPOINTS, GRASS];
    cluster.put('grasses', grass('a'));
    await expectInSync(cache, cluster);
    expect(cache.health()[0]).not.toHaveProperty('missing');
    cluster.kinds = [ENDPOINTS];
    cluster.endWatches();
    await eventually(async () => {
      const { items, sources } = await cache.list(GRASS);
      expect(items).toEqual([]);
      expect(sources[0]).toMatchObject({ state: 'synced', missing: true });
    });
    expect(seen).toEqual(['added a', 'deleted a']);
  });

  it('stops a watch that nobody reads, and keeps one that somebody listens to', async () => {
    const { cluster, cache } = await setUp({ idleAfter: 1_500 });
    await cache.list(GRASS);
    cache.subscribe(ENDPOINTS, () => {});
    await eventually(() => expect(cluster.openWatches).toBe(2));
    await eventually(() => {
      expect(cache.health().map(({ resource }) => resource)).toEqual([
        'endpoints',
      ]);
      expect(cluster.openWatches).toBe(1);
    });
    cluster.put('grasses', grass('a'));
    await expect(cached(cache)).resolves.toEqual(['meadow/a@101']);
  });

  it('refuses to hold more objects than it may, and says so', async () => {
    const { cluster, cache } = await setUp({ maxObjects: 3 });
    for (let index = 0; index < 4; index += 1) {
      cluster.put('grasses', grass(`g-${index}`));
    }
    const { items, sources } = await cache.list(GRASS);
    expect(items).toEqual([]);
    expect(sources[0]).toMatchObject({
      state: 'stale',
      error: expect.stringContaining('more than 3 objects'),
    });
  });

  it('ends every connection when it is stopped', async () => {
    const { cluster, cache } = await setUp();
    await cache.list(GRASS);
    await eventually(() => expect(cluster.openWatches).toBe(1));
    await cache.stop();
    await eventually(() => expect(cluster.openWatches).toBe(0));
    expect(await cache.list(GRASS)).toEqual({ items: [], sources: [] });
  });

  it('does not make everybody wait for a cluster that hangs', async () => {
    const { cluster, cache } = await setUp({ firstListTimeout: 150 });
    cluster.fault = () => true;
    const first = await cache.list(GRASS);
    expect(first.sources[0]).toMatchObject({ state: 'catching-up' });
    // Were each view to wait, this test would run into its own time limit.
    for (let view = 0; view < 200; view += 1) {
      await cache.list(GRASS);
    }
  });
});
