import { readFileSync } from 'node:fs';
import type { FactInput } from '@cairn/plugin-dora-common';
import knexFactory from 'knex';
import { DatabaseFactStore } from '../../database/DatabaseFactStore';
import { factRows } from '../../database/factRow';
import { Processor } from '../../engine/Processor';

/** What the parent tells the child by its environment. */
interface Orders {
  connection: object;
  file: string;
  /** The first fact that was not acknowledged. */
  from: number;
  now: number;
}

const SENT_AT_ONCE = 25;

/** Takes facts in and computes them, until it is killed or done. Acknowledges on standard output. */
async function ingest() {
  const orders: Orders = JSON.parse(process.env.CAIRN_KILL_ORDERS ?? '{}');
  const facts: FactInput[] = JSON.parse(readFileSync(orders.file, 'utf8'));
  const db = knexFactory({
    client: 'pg',
    connection: orders.connection,
    pool: { min: 0, max: 4 },
  });
  const store = DatabaseFactStore.create({ db });
  const silent = () => {};
  const processor = Processor.create({
    db,
    logger: {
      error: silent,
      warn: silent,
      info: silent,
      debug: silent,
      child() {
        return this;
      },
    },
    zone: 'UTC',
    zones: new Map(),
    batchSize: 200,
    now: () => orders.now,
  });
  let isSent = false;
  const computing = (async () => {
    for (;;) {
      const wasSent = isSent;
      const taken = await processor.runBatch();
      if (taken === 0 && wasSent) return;
      if (taken === 0) await new Promise(resolve => setTimeout(resolve, 5));
    }
  })();
  for (let at = orders.from; at < facts.length; at += SENT_AT_ONCE) {
    const rows = factRows(facts.slice(at, at + SENT_AT_ONCE));
    await store.append(rows.map(row => ({ ...row, collector: 'test' })));
    process.stdout.write(`${Math.min(at + SENT_AT_ONCE, facts.length)}\n`);
  }
  isSent = true;
  await computing;
  await db.destroy();
  process.stdout.write('done\n');
}

void ingest();
