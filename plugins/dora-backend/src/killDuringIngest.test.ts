import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { FactInput } from '@cairn/plugin-dora-common';
import { build } from 'esbuild';
import type { Knex } from 'knex';
import {
  NOW,
  numbersOf,
  randomFrom,
  seedRoster,
  yearOf,
} from './__testUtils__/facts';
import { openTestDatabase } from './__testUtils__/openTestDatabase';
import { DatabaseFactStore } from './database/DatabaseFactStore';
import { factRows } from './database/factRow';
import { Processor } from './engine/Processor';

/** The full run has 100,000 facts and 50 kills: CAIRN_KILL_FACTS=100000 CAIRN_KILLS=50. */
const FACTS = Number(process.env.CAIRN_KILL_FACTS ?? 2000);
const KILLS = Number(process.env.CAIRN_KILLS ?? 5);
const COMPONENTS = Math.max(6, Math.round(FACTS / 500));
const FACTS_A_DEPLOYMENT = 3.2;

jest.setTimeout(120_000 + FACTS * 40);

const components = Array.from({ length: COMPONENTS }, (_, n) => ({
  uid: `component:default/c${n}`,
  owner: `group:default/g${n % 3}`,
}));

/** Facts of a year in the order of time, then 20 % of them twice and 10 % out of their place. */
function arrivals(): { all: FactInput[]; arriving: FactInput[] } {
  const random = randomFrom(20_261_122);
  const all = components
    .flatMap(({ uid }) =>
      yearOf(uid, {
        deployments: Math.round(FACTS / COMPONENTS / FACTS_A_DEPLOYMENT),
        random,
      }),
    )
    .sort((a, b) => Number(a.at) - Number(b.at));
  const arriving = all
    .flatMap((fact, place) => {
      const copies = random() < 0.2 ? [0, random() * all.length] : [0];
      return copies.map(later => ({
        fact,
        place: place + later + (random() < 0.1 ? random() * 2000 : 0),
      }));
    })
    .sort((a, b) => a.place - b.place)
    .map(({ fact }) => fact);
  return { all, arriving };
}

async function bundle(folder: string): Promise<string> {
  const outfile = path.join(folder, 'child.cjs');
  await build({
    entryPoints: [
      path.join(__dirname, '__testUtils__', 'kill', 'ingestChild.ts'),
    ],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    // Loaded as they are installed: knex asks for its drivers by name.
    external: ['knex', 'pg'],
    logLevel: 'error',
  });
  return outfile;
}

/** Runs the child until it is done, or killed after so many acknowledged facts. */
async function runChild(options: {
  child: string;
  orders: { connection: object; file: string; from: number; now: number };
  killAfter: number | undefined;
  delay: number;
}): Promise<{ acknowledged: number; isDone: boolean }> {
  const { child, orders, killAfter, delay } = options;
  const started = spawn(process.execPath, [child], {
    cwd: __dirname,
    env: {
      ...process.env,
      NODE_PATH: path.resolve(__dirname, '../../../node_modules'),
      CAIRN_KILL_ORDERS: JSON.stringify(orders),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let acknowledged = orders.from;
  let isDone = false;
  let heard = '';
  let failure = '';
  let isKilled = false;
  started.stderr.on('data', (chunk: Buffer) => {
    failure += chunk.toString();
  });
  started.stdout.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
    const lines = heard.split('\n');
    heard = lines.pop() ?? '';
    for (const line of lines) {
      if (line === 'done') isDone = true;
      else acknowledged = Number(line);
    }
    if (killAfter !== undefined && acknowledged >= killAfter && !isKilled) {
      isKilled = true;
      setTimeout(() => started.kill('SIGKILL'), delay);
    }
  });
  await new Promise(resolve => started.once('close', resolve));
  if (!isDone && !isKilled) throw new Error(`The child ended: ${failure}`);
  return { acknowledged, isDone };
}

async function cleanNumbers(db: Knex, facts: readonly FactInput[]) {
  await DatabaseFactStore.create({ db }).append(
    factRows(facts).map(row => ({ ...row, collector: 'test' })),
  );
  const processor = Processor.create({
    db,
    logger: mockServices.logger.mock(),
    zone: 'UTC',
    zones: new Map(),
    now: () => NOW,
  });
  while (await processor.runBatch());
  return numbersOf(db);
}

it(`killed ${KILLS} times while ${FACTS} facts come in, no acknowledged fact is lost or counted twice`, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'dora-kill-'));
  try {
    const { all, arriving } = arrivals();
    let db = await openTestDatabase();
    await seedRoster(db, components);
    const expected = await cleanNumbers(db, all);
    const known = await db('facts').orderBy('hash').pluck('hash');

    db = await openTestDatabase();
    await seedRoster(db, components);
    const file = path.join(folder, 'facts.json');
    await writeFile(file, JSON.stringify(arriving));
    const child = await bundle(folder);
    const random = randomFrom(5);
    const points = Array.from({ length: KILLS }, () =>
      Math.floor(random() * arriving.length),
    ).sort((a, b) => a - b);
    const { connection } = db.client.config;
    let from = 0;
    let kills = 0;
    let isDone = false;
    while (!isDone) {
      const killAfter = kills < points.length ? points[kills] : undefined;
      const result = await runChild({
        child,
        orders: {
          // knex hides the password from whoever lists the fields.
          connection: { ...connection, password: connection.password },
          file,
          from,
          now: NOW,
        },
        killAfter,
        delay: Math.floor(random() * 60),
      });
      if (killAfter !== undefined) kills += 1;
      from = result.acknowledged;
      isDone = result.isDone;
    }
    expect(kills).toBeGreaterThan(0);
    expect(await db('facts').orderBy('hash').pluck('hash')).toEqual(known);
    expect(await numbersOf(db)).toEqual(expected);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
