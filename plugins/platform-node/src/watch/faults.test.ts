import type { ServerResponse } from 'node:http';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { eventually } from '../__testUtils__/eventually';
import { FakeCluster, sendStatus } from '../__testUtils__/FakeCluster';
import type { FakeKind, Fault } from '../__testUtils__/FakeCluster';
import { createTestCache } from '../__testUtils__/testCache';
import type { DefaultWatchCache } from './DefaultWatchCache';

const GRASS: FakeKind = {
  group: 'plants.example.org',
  version: 'v1',
  kind: 'Grass',
  plural: 'grasses',
  namespaced: true,
};

function grass(name: string, height = 1): KubernetesObject {
  return {
    apiVersion: 'plants.example.org/v1',
    kind: 'Grass',
    metadata: { name, namespace: 'meadow' },
    spec: { height },
  };
}

/** What a list says and what the cache must come to say. */
function facts(objects: KubernetesObject[]): string[] {
  return objects
    .map(
      ({ metadata, spec }) =>
        `${metadata.name} ${metadata.uid} ${JSON.stringify(spec)}`,
    )
    .sort();
}

let cluster: FakeCluster;
let cache: DefaultWatchCache;
let stop: () => Promise<void>;

beforeEach(async () => {
  cluster = await FakeCluster.start([GRASS]);
  ({ cache, stop } = createTestCache({ one: cluster }));
  cluster.put('grasses', grass('a'));
  cluster.put('grasses', grass('b'));
  await cache.list(GRASS);
  await eventually(() => {
    if (cluster.openWatches !== 1) {
      throw new Error('The watch is not open yet');
    }
  });
});

afterEach(async () => {
  await stop();
  await cluster.stop();
});

async function expectEqualToList(): Promise<void> {
  await eventually(async () => {
    const { items, sources } = await cache.list(GRASS);
    expect(facts(items.map(({ object }) => object))).toEqual(
      facts(cluster.list('grasses')),
    );
    expect(sources[0].state).toBe('synced');
    expect(sources[0].error).toBeUndefined();
  });
}

function countLists(): number {
  return cluster.requests.filter(
    ({ path, query }) =>
      path.endsWith('/grasses') &&
      query.get('watch') === null &&
      query.get('limit') !== '1',
  ).length;
}

type Answer = (response: ServerResponse) => void;

/** Fails requests for grasses, every time or as often as said. */
function failing(answer: Answer, times = Infinity): Fault {
  let left = times;
  return (request, response) => {
    if (!request.path.endsWith('/grasses') || left <= 0) {
      return false;
    }
    left -= 1;
    answer(response);
    return true;
  };
}

describe('the cache equals the list after', () => {
  it('410 Gone when a watch is renewed', async () => {
    cluster.put('grasses', grass('c'), true);
    cluster.remove('grasses', 'a', 'meadow', true);
    cluster.put('grasses', grass('b', 7), true);
    cluster.compact();
    cluster.endWatches();
    await expectEqualToList();
    expect(countLists()).toBe(2);
  });

  it('410 Gone in the middle of a watch', async () => {
    cluster.put('grasses', grass('c'), true);
    cluster.send('grasses', {
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    });
    await expectEqualToList();
    expect(countLists()).toBe(2);
  });

  it('a watch that falls silent without closing', async () => {
    cluster.isMuted = true;
    cluster.put('grasses', grass('c'));
    await eventually(() => {
      const [health] = cache.health();
      expect(health.state).not.toBe('synced');
      expect(health.error).toMatch(/has gone silent|does not answer/);
    });
    cluster.isMuted = false;
    await expectEqualToList();
  });

  it('a server that hangs with all its connections open', async () => {
    const watched = createTestCache(
      { one: cluster },
      // Without the sign of life it would take as long as the watch may be silent.
      { stallDeadline: 60_000, pulseAfter: 100, pulseTimeout: 300 },
    );
    try {
      await watched.cache.list(GRASS);
      cluster.isMuted = true;
      cluster.fault = () => true;
      await eventually(async () => {
        const { items, sources } = await watched.cache.list(GRASS);
        expect(items).toHaveLength(2);
        expect(sources).toMatchObject([
          { state: 'stale', error: 'Cluster "one" does not answer in time.' },
        ]);
      });
      cluster.isMuted = false;
      cluster.fault = undefined;
      cluster.put('grasses', grass('c'));
      await eventually(async () => {
        const { items, sources } = await watched.cache.list(GRASS);
        expect(items).toHaveLength(3);
        expect(sources).toMatchObject([{ state: 'synced' }]);
        expect(sources[0].error).toBeUndefined();
      });
    } finally {
      await watched.stop();
    }
  });

  it('duplicated events, without listing again', async () => {
    const seen: string[] = [];
    cache.subscribe(GRASS, ({ type, object }) =>
      seen.push(`${type} ${object.metadata.name}`),
    );
    const object = cluster.put('grasses', grass('c'));
    for (let index = 0; index < 20; index += 1) {
      cluster.send('grasses', { type: 'ADDED', object });
      cluster.send('grasses', { type: 'MODIFIED', object });
    }
    cluster.put('grasses', grass('d'));
    await expectEqualToList();
    expect(seen).toEqual(['added c', 'added d']);
    expect(countLists()).toBe(1);
  });

  it('events in the wrong order', async () => {
    const older = cluster.put('grasses', grass('c', 1), true);
    const newer = cluster.put('grasses', grass('c', 2), true);
    const other = cluster.put('grasses', grass('d'), true);
    cluster.remove('grasses', 'a', 'meadow', true);
    cluster.send('grasses', { type: 'ADDED', object: other });
    cluster.send('grasses', { type: 'MODIFIED', object: newer });
    cluster.send('grasses', { type: 'ADDED', object: older });
    await expectEqualToList();
    // What was never sent has been found by listing again.
    expect(countLists()).toBeGreaterThan(1);
  });

  it('an old event of something that has been deleted', async () => {
    const [old] = cluster.list('grasses');
    cluster.remove('grasses', 'a', 'meadow');
    cluster.put('grasses', grass('c'));
    await expectEqualToList();
    cluster.send('grasses', { type: 'MODIFIED', object: old });
    cluster.put('grasses', grass('d'));
    await expectEqualToList();
  });

  it('nothing but bookmarks, and then the watch is renewed from the last one', async () => {
    for (let index = 0; index < 5; index += 1) {
      cluster.version += 100;
      cluster.bookmark('grasses');
    }
    const { version } = cluster;
    cluster.endWatches();
    await eventually(() => {
      const watches = cluster.requests.filter(
        ({ query }) => query.get('watch') === 'true',
      );
      expect(watches.at(-1)?.query.get('resourceVersion')).toBe(
        String(version),
      );
    });
    await expectEqualToList();
    expect(countLists()).toBe(1);
  });

  it.each([
    ['in order', false],
    ['abruptly', true],
  ])(
    'a roll-back to an older state, connection ended %s',
    async (_, abruptly) => {
      const [a] = cluster.list('grasses');
      for (let index = 0; index < 20; index += 1) {
        cluster.put('grasses', grass('c', index));
      }
      await expectEqualToList();
      cluster.rollBack(101, [['grasses', a]]);
      cluster.endWatches(abruptly);
      await expectEqualToList();
      cluster.put('grasses', grass('d'));
      await expectEqualToList();
    },
  );

  it('a roll-back that only a bookmark tells of', async () => {
    const [a] = cluster.list('grasses');
    for (let index = 0; index < 20; index += 1) {
      cluster.put('grasses', grass('c', index));
    }
    await expectEqualToList();
    cluster.rollBack(101, [['grasses', a]]);
    cluster.bookmark('grasses');
    await expectEqualToList();
  });

  it('a restart of the server', async () => {
    const { port } = cluster;
    await cluster.stop();
    await eventually(() => {
      expect(cache.health()[0]).toMatchObject({
        state: 'stale',
        error: 'Cluster "one" cannot be reached.',
      });
    });
    const { items, sources } = await cache.list(GRASS);
    expect(items).toHaveLength(2);
    expect(sources[0].staleSince).toBeDefined();
    cluster.put('grasses', grass('c'));
    await cluster.restart(port);
    await expectEqualToList();
  });

  it.each<[string, Answer]>([
    ['500', response => sendStatus(response, 500)],
    ['503', response => sendStatus(response, 503)],
    ['401', response => sendStatus(response, 401)],
    ['403', response => sendStatus(response, 403)],
    ['504 too large version', response => sendStatus(response, 504)],
    [
      'an answer that is no JSON',
      response => response.end('<html>busy</html>'),
    ],
    ['JSON that is no list', response => response.end('[1,2]')],
    ['an empty answer', response => response.end()],
    [
      'a redirect',
      response => response.writeHead(302, { location: '/elsewhere' }).end(),
    ],
    ['a cut connection', response => response.socket?.destroy()],
  ])('a storm of %s, with few requests', async (_, answer) => {
    cluster.put('grasses', grass('c'), true);
    cluster.fault = failing(answer);
    cluster.endWatches(true);
    const before = cluster.requests.length;
    await eventually(() =>
      expect(cache.health()[0]).toMatchObject({ state: 'stale' }),
    );
    // 300 ms of failing: with pauses of at least 10, 20, 40, 80, 100, 100 ms only a handful fit in.
    expect(cluster.requests.length - before).toBeLessThan(15);
    expect(cache.health()[0].error).not.toMatch(/html|elsewhere/);
    expect((await cache.list(GRASS)).items).toHaveLength(2);
    cluster.fault = undefined;
    await expectEqualToList();
    expect(cluster.requests.some(({ path }) => path === '/elsewhere')).toBe(
      false,
    );
  });

  it('429 with Retry-After, which is kept', async () => {
    cluster.put('grasses', grass('c'), true);
    cluster.fault = failing(response => {
      response.setHeader('retry-after', '1');
      sendStatus(response, 429);
    }, 1);
    const before = cluster.requests.length;
    cluster.endWatches(true);
    await eventually(() => expect(cluster.requests.length).toBe(before + 1));
    await eventually(() =>
      expect(cache.health()[0].error).toMatch(/fewer requests/),
    );
    expect(cluster.requests.length).toBe(before + 1);
    await expectEqualToList();
  });

  it.each([
    'not json at all',
    '{"type":"MODIFIED","object":{"metadata":{"name":"a"',
  ])('a broken line: %s', async line => {
    cluster.send('grasses', line);
    cluster.put('grasses', grass('c'));
    await expectEqualToList();
  });

  it.each<[string, object]>([
    ['no object', { type: 'ADDED' }],
    ['an unknown type', { type: 'EXPLODED', object: grass('z') }],
    ['no name', { type: 'ADDED', object: { metadata: {} } }],
    [
      'a name that is no text',
      { type: 'ADDED', object: { metadata: { name: 1 } } },
    ],
    ['a list', { type: 'ADDED', object: [] }],
  ])('an event with %s, which is left out', async (_, event) => {
    cluster.send('grasses', event);
    cluster.put('grasses', grass('c'));
    await expectEqualToList();
    expect(countLists()).toBe(1);
  });

  it('a snapshot that expires between two pages', async () => {
    await stop();
    ({ cache, stop } = createTestCache({ one: cluster }, { pageSize: 1 }));
    let isExpired = false;
    cluster.fault = (request, response) => {
      if (isExpired || !request.query.has('continue')) {
        return false;
      }
      isExpired = true;
      sendStatus(response, 410);
      return true;
    };
    await expectEqualToList();
    expect(isExpired).toBe(true);
  });

  it('a thousand random changes with faults among them', async () => {
    let seed = 20261121;
    const random = (limit: number) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * limit);
    };
    for (let index = 0; index < 1_000; index += 1) {
      const name = `g-${random(30)}`;
      // Some events never arrive; each of those is followed by the end of the watch.
      const isLost = random(50) === 0;
      if (random(4) === 0) {
        cluster.remove('grasses', name, 'meadow', isLost);
      } else {
        cluster.put('grasses', grass(name, index), isLost);
      }
      if (isLost) {
        if (random(3) === 0) {
          cluster.compact();
        }
        cluster.endWatches(random(2) === 0);
      }
      if (random(40) === 0) {
        await new Promise(resolve => {
          setTimeout(resolve, 10);
        });
      }
    }
    await expectEqualToList();
  });
});
