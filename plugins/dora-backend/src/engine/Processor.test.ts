import { mockServices } from '@backstage/backend-test-utils';
import {
  analyse,
  dayCells,
  DayFinder,
  DeliverySum,
  type FactInput,
} from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import {
  DAY,
  definitionOf,
  NOW,
  numbersOf,
  randomFrom,
  seedRoster,
  yearOf,
} from '../__testUtils__/facts';
import { openTestDatabase } from '../__testUtils__/openTestDatabase';
import { DatabaseFactStore } from '../database/DatabaseFactStore';
import { factRows } from '../database/factRow';
import { addDays } from '../database/dates';
import { DriftCheck } from './DriftCheck';
import { Processor } from './Processor';
import { Rebuild } from './Rebuild';
import { SnapshotRoll } from './SnapshotRoll';

// A database takes its time on a machine that does much else.
jest.setTimeout(60_000);

const logger = mockServices.logger.mock();
const COMPONENTS = [
  { uid: 'component:default/shop', owner: 'group:default/payments' },
  { uid: 'component:default/cart', owner: 'group:default/payments' },
  {
    uid: 'component:default/van',
    owner: 'group:default/logistics',
    zone: 'Europe/Berlin',
  },
];

function processorOn(
  db: Knex,
  options: { now?: number; maxFacts?: number } = {},
) {
  const { now = NOW, maxFacts } = options;
  return Processor.create({
    db,
    logger,
    zone: 'UTC',
    zones: new Map(),
    batchSize: 97,
    maxFacts,
    now: () => now,
  });
}

async function append(db: Knex, facts: readonly FactInput[]) {
  return DatabaseFactStore.create({ db }).append(
    factRows(facts).map(row => ({ ...row, collector: 'test' })),
  );
}

async function drain(processor: Processor) {
  let taken = await processor.runBatch();
  while (taken) taken = await processor.runBatch();
}

function history(deployments = 40) {
  const random = randomFrom(7);
  return COMPONENTS.flatMap(({ uid }) => yearOf(uid, { deployments, random }));
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(item => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

async function start() {
  const db = await openTestDatabase();
  await seedRoster(db, COMPONENTS);
  return db;
}

it('defect 8: in any order, twice and in any number of batches the numbers are the same', async () => {
  const facts = history();
  let db = await start();
  await append(db, facts);
  await drain(processorOn(db));
  const expected = await numbersOf(db);

  db = await start();
  const random = randomFrom(3);
  const arriving = shuffled(
    [...facts, ...shuffled(facts, random).slice(0, 80)],
    random,
  );
  // Little memory, and a replica that takes turns.
  const replicas = [processorOn(db, { maxFacts: 150 }), processorOn(db)];
  for (let at = 0; at < arriving.length; at += 61) {
    await append(db, arriving.slice(at, at + 61));
    await replicas[(at / 61) % 2].runBatch();
  }
  await drain(replicas[0]);
  expect(await numbersOf(db)).toEqual(expected);
});

it('stores what the engine says of all facts at once', async () => {
  const db = await start();
  const facts = history();
  await append(db, facts);
  await drain(processorOn(db));
  for (const { uid, zone = 'UTC' } of COMPONENTS) {
    const cells = dayCells(
      analyse(
        definitionOf(uid),
        factRows(facts).map(({ body }) => body),
      ),
      new DayFinder(zone),
    );
    const stored: { date: string; sum: unknown }[] = await db('cells')
      .where({ scope: uid })
      .orderBy('date');
    expect(stored.map(({ date, sum }) => [date, sum])).toEqual(
      [...cells.values()]
        .sort((a, b) => (a.date < b.date ? -1 : 1))
        .map(cell => [
          cell.date,
          JSON.parse(JSON.stringify(DeliverySum.of([cell]))),
        ]),
    );
  }
});

it('a late fact changes its days and those of its owners only', async () => {
  const db = await start();
  await append(db, history());
  const processor = processorOn(db);
  await drain(processor);
  const before = await db('cells').select('scope', 'date', 'sum');
  const [failing] = await db('deployments')
    .where({ component: COMPONENTS[0].uid, failed: false })
    .orderBy('finished_at', 'desc')
    .limit(1);
  await append(db, [
    {
      type: 'verdict',
      deployment: failing.id,
      failed: true,
      by: 'user:default/ada',
      at: NOW,
    },
  ]);
  await drain(processor);
  const after = await db('cells').select('scope', 'date', 'sum');
  const text = (rows: unknown[]) => rows.map(row => JSON.stringify(row));
  const known = new Set(text(before));
  const changed = after.filter(row => !known.has(JSON.stringify(row)));
  expect(changed.map(({ scope, date }) => `${scope} ${date}`).sort()).toEqual(
    [COMPONENTS[0].uid, 'group:default/payments', 'organisation']
      .map(scope => `${scope} ${failing.date}`)
      .sort(),
  );
});

it('defect 9: while everything is computed again readers see the old numbers whole, then the new', async () => {
  const db = await start();
  const facts = history(20);
  await append(db, facts.slice(0, -30));
  const processor = processorOn(db);
  await drain(processor);
  const rebuild = new Rebuild({ db, processor });
  const before = await numbersOf(db);
  const generation = await rebuild.begin();
  expect(generation).toBeGreaterThan(0);
  expect(await rebuild.begin()).toBeUndefined();
  await rebuild.step();
  expect(await numbersOf(db)).toEqual(before);
  // What arrives meanwhile is in the old and in the new numbers.
  await append(db, facts.slice(-30));
  await drain(processor);
  const meanwhile = await numbersOf(db);
  expect(meanwhile).not.toEqual(before);
  while (await rebuild.step());
  expect(await numbersOf(db)).toEqual(meanwhile);
  expect(
    await db('generations').where({ state: 'active' }).first(),
  ).toMatchObject({
    generation,
  });
  expect(await db('cells').whereNot({ generation }).first()).toBeUndefined();
});

it('the nightly comparison finds nothing, then what somebody broke, and mends it', async () => {
  const db = await start();
  await append(db, history(20));
  const processor = processorOn(db);
  await drain(processor);
  const expected = await numbersOf(db);
  const onDrift = jest.fn().mockResolvedValue(undefined);
  const check = new DriftCheck({ db, processor, logger, onDrift });
  expect(await check.run()).toMatchObject({ components: 3, drifted: 0 });
  expect(onDrift).not.toHaveBeenCalled();

  const [shop] = COMPONENTS;
  await db('cells')
    .where({ scope: shop.uid })
    .update({ sum: JSON.stringify({ counts: { deployments: 1 } }) });
  await db('deployments').where({ component: COMPONENTS[1].uid }).delete();
  const report = await check.run();
  expect(report.examples).toEqual(
    expect.arrayContaining([
      shop.uid,
      'group:default/payments',
      'organisation',
    ]),
  );
  expect(onDrift).toHaveBeenCalledWith(report);
  await drain(processor);
  await new SnapshotRoll({ db, processor }).run();
  await check.run();
  await drain(processor);
  await new SnapshotRoll({ db, processor }).run();
  expect(await check.run()).toMatchObject({ drifted: 0 });
  expect(await numbersOf(db)).toEqual(expected);
  expect(await db('checks').count('id as count').first()).toMatchObject({
    count: '4',
  });
});

it('snapshots move on with the day, and are what their days add up to', async () => {
  const db = await start();
  await append(db, history());
  await drain(processorOn(db));
  const later = processorOn(db, { now: NOW + 3 * DAY });
  expect(await new SnapshotRoll({ db, processor: later }).run()).toBe(6);
  const today = '2026-06-20';
  for (const { scope, days, sum, last_date } of await db(
    'snapshots',
  ).select()) {
    expect(last_date).toBe(today);
    const cells = await db('cells')
      .where({ scope })
      .where('date', '>', addDays(today, -days));
    const total = new DeliverySum();
    cells.forEach(cell => total.add(DeliverySum.fromJSON(cell.sum)));
    expect(sum).toEqual(JSON.parse(JSON.stringify(total)));
  }
});
