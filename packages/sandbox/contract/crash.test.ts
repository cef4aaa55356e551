import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { startTestDatabase } from '../src/__testUtils__/testApi';
import { PostgresDatabase } from '../src/apiserver/storage/PostgresDatabase';
import { Follower, type Seen } from './crash/Follower';
import { MortalServer } from './crash/MortalServer';
import { Writer } from './crash/Writer';
import { sendTo } from './support/connection';
import { itemsOf, metadataOf } from './support/shapes';

/** How often the server is killed; more take longer, about a second each. */
const RESTARTS = Number(process.env.CAIRN_CRASH_RESTARTS ?? 10);
const SEED = Number(
  process.env.CAIRN_CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31),
);
const WRITERS = 6;

/** Random numbers that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMESPACE = '/api/v1/namespaces/crash';
const MAPS = `${NAMESPACE}/configmaps`;

/** The objects that the events lead to, by name. */
function replay(events: readonly Seen[]): Map<string, number> {
  const objects = new Map<string, number>();
  for (const { type, name, count } of events) {
    if (type === 'DELETED') objects.delete(name);
    else objects.set(name, count);
  }
  return objects;
}

/** Objects and log as they lie in the database, and what does not fit. */
async function inspect(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const one = async (text: string) =>
      (await client.query(text)).rows[0] as Record<string, string>;
    return {
      log: await one(
        `select max(revision) - min(revision) + 1 - count(*) as holes,
          (select revision from state) - max(revision) as ahead from changes`,
      ),
      stray: await one(
        `select count(*) as objects from objects o
          join lateral (select type, body from changes c
            where c.resource = o.resource
            and c.body::json #>> '{metadata,name}' = o.name
            and coalesce(c.body::json #>> '{metadata,namespace}', '') = o.namespace
            order by revision desc limit 1) last on true
          where last.type = 'DELETED' or last.body <> o.body`,
      ),
    };
  } finally {
    await client.end();
  }
}

describe('an API server that is killed while writing', () => {
  it(`loses nothing it acknowledged in ${RESTARTS} restarts (seed ${SEED})`, async () => {
    const random = randomFrom(SEED);
    const database = await startTestDatabase();
    const server = await MortalServer.create(database.url);
    try {
      server.start();
      const connection = await server.connection();
      const namespace = await sendTo(connection, 'POST', '/api/v1/namespaces', {
        body: { metadata: { name: 'crash' } },
      });
      connection.agent.destroy();
      const start = Number(metadataOf(namespace).resourceVersion);
      const writers = Array.from(
        { length: WRITERS },
        (_, lane) =>
          new Writer(server, MAPS, lane, randomFrom(SEED + lane + 1)),
      );
      const followers = [MAPS, '/api/v1/configmaps'].map(
        path => new Follower(server, path, start),
      );
      const writing = writers.map(writer => writer.run());
      const following = followers.map(follower => follower.run());

      for (let round = 0; round < RESTARTS; round++) {
        // One in six dies before it serves.
        if (random() < 1 / 6) await delay(random() * 600);
        else {
          await server.listening();
          await delay(30 + random() * 400);
        }
        await server.kill();
        server.start();
      }
      await server.listening();
      for (const writer of writers) writer.stop();
      await Promise.all(writing);

      const last = await server.connection();
      const end = await sendTo(last, 'POST', MAPS, {
        body: { metadata: { name: 'end' }, data: { count: '0' } },
      });
      for (const follower of followers) {
        await follower.sees(Number(metadataOf(end).resourceVersion));
        follower.stop();
      }
      await Promise.all(following);
      const list = await sendTo(last, 'GET', MAPS, {});
      last.agent.destroy();
      await server.kill();

      expect(writers.flatMap(writer => writer.faults)).toEqual([]);
      expect(followers.flatMap(follower => follower.faults)).toEqual([]);

      const there = new Map(
        itemsOf(list).map(item => [
          metadataOf(item).name,
          Number((item.data as { count: string }).count),
        ]),
      );
      const expected = new Map<string, number>([['end', 0]]);
      for (const writer of writers) {
        for (const [name, state] of writer.expected) {
          if (state) expected.set(name, state.count);
        }
      }
      expect(there).toEqual(expected);

      const acknowledged = writers.flatMap(writer => writer.acknowledged);
      expect(acknowledged.length).toBeGreaterThan(RESTARTS);
      for (const { events, opened } of followers) {
        const versions = events.map(event => event.version);
        expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
        const told = new Map(events.map(event => [event.version, event]));
        const untold = acknowledged.filter(
          ({ type, name, version, count }) =>
            version !== undefined &&
            !(
              told.get(version)?.type === type &&
              told.get(version)?.name === name &&
              told.get(version)?.count === count
            ),
        );
        expect(untold).toEqual([]);
        expect(replay(events)).toEqual(expected);
        expect(opened).toBeGreaterThan(1);
      }
      expect(await inspect(database.url)).toEqual({
        log: { holes: '0', ahead: '0' },
        stray: { objects: '0' },
      });
    } finally {
      await server.dispose();
      await database.stop();
    }
  }, 600_000);

  it('keeps a second writer out', async () => {
    const database = await startTestDatabase();
    const open = () =>
      PostgresDatabase.open({
        url: database.url,
        log: () => undefined,
        patience: 300,
      });
    const first = await open();
    try {
      await expect(open()).rejects.toThrow(
        'another sandbox is using this database; stop it first',
      );
    } finally {
      await first.close();
      await database.stop();
    }
  });
});
