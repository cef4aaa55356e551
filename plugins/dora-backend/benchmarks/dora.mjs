/**
 * What it costs to take facts in and to read numbers, beside well-indexed SQL over raw rows of the same
 * history, in one run. Prints numbers and ratios, the losses too.
 *
 *   CAIRN_BENCH_PG=postgres://… node benchmarks/dora.mjs [--components 200] [--groups 20]
 *     [--deployments 20000] [--arriving 4000] [--clients 16]
 *   --full is 10,000 components, 200 groups and 1,000,000 deployments.
 *
 * It makes a schema of its own and drops it at the end.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values: flags } = parseArgs({
  options: {
    components: { type: 'string', default: '200' },
    groups: { type: 'string', default: '20' },
    deployments: { type: 'string', default: '20000' },
    arriving: { type: 'string', default: '4000' },
    clients: { type: 'string', default: '16' },
    full: { type: 'boolean', default: false },
  },
});
const size = flags.full
  ? { components: 10_000, groups: 200, deployments: 1_000_000 }
  : {
      components: Number(flags.components),
      groups: Number(flags.groups),
      deployments: Number(flags.deployments),
    };
const clients = Number(flags.clients);
const arrivals = Number(flags.arriving);
const connection = process.env.CAIRN_BENCH_PG;
if (!connection) throw new Error('Set CAIRN_BENCH_PG to a PostgreSQL address');

const require = createRequire(import.meta.url);

const knexFactory = require('knex');

const packageDir = join(dirname(fileURLToPath(import.meta.url)), '..');
const schema = `dora_bench_${process.pid}`;

const print = line => process.stdout.write(`${line}\n`);

async function load() {
  const dir = await mkdtemp(join(tmpdir(), 'dora-bench-'));
  const outfile = join(dir, 'bundle.cjs');
  try {
    await build({
      stdin: {
        contents: `
          export * from './src/__testUtils__/facts';
          export { DatabaseFactStore } from './src/database/DatabaseFactStore';
          export { factRows } from './src/database/factRow';
          export { AppendQueue } from './src/ingest/AppendQueue';
          export { Processor } from './src/engine/Processor';
          export { Rebuild } from './src/engine/Rebuild';
          export { MetricsReader } from './src/read/MetricsReader';
          export { OverviewReader } from './src/read/OverviewReader';
          export { ComponentTable } from './src/read/ComponentTable';`,
        resolveDir: packageDir,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile,
      external: ['knex', 'pg'],
      logLevel: 'error',
    });
    return require(outfile);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function percentile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

/** Runs work for some seconds from some clients at once. */
async function measure(work, { seconds = 3, at = clients, warm = 3 } = {}) {
  for (let n = 0; n < warm; n += 1) await work(n);
  const times = [];
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: at }, async () => {
      do {
        const began = performance.now();
        await work(times.length);
        times.push(performance.now() - began);
      } while (performance.now() < end);
    }),
  );
  times.sort((a, b) => a - b);
  const total = times.reduce((sum, one) => sum + one, 0);
  return {
    perSecond: (times.length * at * 1000) / total,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

function compare(name, raw, ours) {
  const show = ({ perSecond, p50, p99 }) =>
    `${perSecond.toFixed(0).padStart(7)}/s p50 ${p50.toFixed(
      1,
    )} ms p99 ${p99.toFixed(1)} ms`;
  print(`${name}`);
  print(`  raw SQL   ${show(raw)}`);
  print(`  ready     ${show(ours)}`);
  print(
    `  ratio     ${(ours.perSecond / raw.perSecond).toFixed(1)}× throughput`,
  );
}

const bench = await load();
const admin = knexFactory({ client: 'pg', connection });
await admin.raw(`create schema ${schema}`);
const db = knexFactory({
  client: 'pg',
  connection,
  searchPath: [schema],
  pool: { min: 0, max: clients + 4 },
});
try {
  await db.migrate.latest({ directory: join(packageDir, 'migrations') });
  const random = bench.randomFrom(20_261_122);
  const components = Array.from({ length: size.components }, (_, n) => ({
    uid: `component:default/c${n}`,
    owner: `group:default/g${n % size.groups}`,
  }));
  for (let at = 0; at < components.length; at += 1000) {
    await bench.seedRoster(db, components.slice(at, at + 1000));
  }
  // Skewed: a few components deploy much more than most.
  const weights = components.map((_, n) => 1 / (n + 5) ** 0.7);
  const whole = weights.reduce((sum, one) => sum + one, 0);
  const silent = () => {};
  const logger = {
    error: (text, error) => print(`${text} ${error ?? ''}`),
    warn: silent,
    info: silent,
    debug: silent,
  };
  const processor = bench.Processor.create({
    db,
    logger,
    zone: 'UTC',
    zones: new Map(),
    batchSize: 2000,
    maxFacts: 300_000,
    now: () => bench.NOW,
  });
  const store = bench.DatabaseFactStore.create({ db });
  const keep = facts =>
    store.append(
      bench.factRows(facts).map(row => ({ ...row, collector: 'bench' })),
    );

  const late = [];
  const counts = { deployment: 0, commit: 0, incident: 0 };
  let began = performance.now();
  for (const [n, { uid }] of components.entries()) {
    const facts = bench.yearOf(uid, {
      deployments: Math.max(
        2,
        Math.round((size.deployments * weights[n]) / whole),
      ),
      random,
    });
    const kept = facts.filter(fact => {
      counts[fact.type] += 1;
      if (
        late.length < arrivals &&
        random() < (2 * arrivals) / (3.3 * size.deployments)
      ) {
        late.push(fact);
        return false;
      }
      return true;
    });
    for (let at = 0; at < kept.length; at += 5000) {
      await keep(kept.slice(at, at + 5000));
    }
  }
  // The first fill goes the way of a rebuild.
  await db.raw('delete from pending');
  print(
    `${cpus()[0].model} × ${cpus().length}, Node ${process.version}: ${
      size.components
    } components, ${size.groups} groups, ${counts.deployment} deployments, ${
      counts.commit
    } changes, ${counts.incident} statements on incidents, ${
      late.length
    } facts arrive late; kept in ${((performance.now() - began) / 1000).toFixed(
      1,
    )} s`,
  );
  const rebuild = new bench.Rebuild({ db, processor });
  began = performance.now();
  await rebuild.begin();
  while (await rebuild.step());
  print(`rebuild     ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await db.raw('analyze');

  // 20 % come twice, all from many senders in any order.
  const arriving = [...late, ...late.filter(() => random() < 0.2)]
    .map(fact => ({ fact, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ fact }) => fact);
  const queue = new bench.AppendQueue(store);
  const acknowledged = [];
  let next = 0;
  let isSent = false;
  began = performance.now();
  const computing = (async () => {
    const ages = [];
    for (;;) {
      const wasSent = isSent;
      const upTo = acknowledged.length;
      const taken = await processor.runBatch();
      const now = performance.now();
      for (const at of acknowledged.splice(0, upTo)) ages.push(now - at);
      if (!taken && wasSent) return ages.sort((a, b) => a - b);
      if (!taken) await new Promise(resolve => setTimeout(resolve, 5));
    }
  })();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < arriving.length) {
        const fact = arriving[next];
        next += 1;
        await queue.append(
          bench.factRows([fact]).map(row => ({ ...row, collector: 'bench' })),
        );
        acknowledged.push(performance.now());
      }
    }),
  );
  const keptAfter = (performance.now() - began) / 1000;
  isSent = true;
  const ages = await computing;
  const doneAfter = (performance.now() - began) / 1000;
  print(
    `ingest      ${(arriving.length / keptAfter).toFixed(
      0,
    )} facts/s acknowledged one by one from ${clients} senders, ${(
      arriving.length / doneAfter
    ).toFixed(
      0,
    )} facts/s until they are in the numbers; from acknowledged to in the numbers p50 ${percentile(
      ages,
      0.5,
    ).toFixed(0)} ms, p99 ${percentile(ages, 0.99).toFixed(0)} ms`,
  );

  // The same history as rows, with every index that helps.
  await db.raw(`
    create table raw_deployments as
      select d.component, c.owner, d.id, d.finished_at, d.failed, d.rework, d.succeeded,
        (d.data->'recovery'->>'duration')::float8 as recovery
      from deployments d join components c on c.uid = d.component;
    create table raw_changes as
      select d.component, c.owner, d.finished_at, (s->>'duration')::float8 as duration
      from deployments d join components c on c.uid = d.component,
        json_array_elements(d.data->'samples') s;
    create index on raw_deployments (component, finished_at) include (failed, rework, succeeded, recovery);
    create index on raw_deployments (owner, finished_at) include (failed, rework, succeeded, recovery);
    create index on raw_deployments (finished_at) include (component, owner, failed, rework, succeeded, recovery);
    create index on raw_changes (component, finished_at) include (duration);
    create index on raw_changes (owner, finished_at) include (duration);
    create index on raw_changes (finished_at) include (component, owner, duration);
    analyze;`);
  const fiveOf = by => `
    select d.${by}, d.n, d.fail, d.rework, d.recovery, c.lead from (
      select ${by}, count(*) filter (where succeeded) as n, avg(failed::int) as fail,
        avg(rework::int) as rework,
        percentile_cont(0.5) within group (order by recovery) as recovery
      from raw_deployments where finished_at >= ? and finished_at < ? group by ${by}) d
    left join (
      select ${by}, percentile_cont(0.5) within group (order by duration) as lead
      from raw_changes where finished_at >= ? and finished_at < ? group by ${by}) c using (${by})`;
  const span = days => [
    bench.NOW - days * bench.DAY,
    bench.NOW,
    bench.NOW - days * bench.DAY,
    bench.NOW,
  ];
  const options = {
    db,
    zone: 'UTC',
    zones: new Map(),
    titleOf: () => undefined,
    now: () => bench.NOW,
  };
  const reader = bench.MetricsReader.create(options);
  const overview = new bench.OverviewReader(options);
  const table = new bench.ComponentTable({ db, metrics: reader });
  const rawOverview = await measure(() => db.raw(fiveOf('owner'), span(90)));
  compare(
    `overview of ${size.groups} groups, 90 days, ${clients} clients, read each time`,
    rawOverview,
    await measure(() =>
      new bench.OverviewReader(options).overview({ kind: 'group', days: 90 }),
    ),
  );
  compare(
    'the same as it is served: read once a second, from memory in between',
    rawOverview,
    await measure(() => overview.overview({ kind: 'group', days: 90 })),
  );
  const organisation = await reader.scope('organisation');
  const year = { from: '2025-07-01', to: '2026-06-17', profile: '2023' };
  compare(
    'organisation, any window of a year, 1 client',
    await measure(
      () =>
        db.raw(
          `select count(*), avg(failed::int), avg(rework::int),
             percentile_cont(0.5) within group (order by recovery),
             (select percentile_cont(array[0.5, 0.75, 0.9]) within group (order by duration)
              from raw_changes where finished_at >= ? and finished_at < ?)
           from raw_deployments where finished_at >= ? and finished_at < ?`,
          span(351),
        ),
      { at: 1 },
    ),
    await measure(() => reader.read(organisation, year), { at: 1 }),
  );
  compare(
    `table of ${size.components} components by change fail rate, 50 a page, 1 client`,
    await measure(
      () =>
        db.raw(
          `${fiveOf('component')} order by fail desc nulls last limit 50`,
          span(90),
        ),
      { at: 1 },
    ),
    await measure(
      () =>
        table.page(organisation, {
          days: 90,
          profile: '2023',
          sort: 'changeFailRate',
          order: 'desc',
          limit: 50,
          offset: 0,
        }),
      { at: 1 },
    ),
  );
  const typical = await reader.scope(
    components[Math.floor(components.length / 2)].uid,
  );
  compare(
    'a typical component, 90 days, 1 client (rows are few: no gain is to be had here)',
    await measure(
      () =>
        db.raw(
          `select count(*), avg(failed::int), percentile_cont(0.5) within group (order by recovery),
             (select percentile_cont(0.5) within group (order by duration) from raw_changes
              where component = ? and finished_at >= ? and finished_at < ?)
           from raw_deployments where component = ? and finished_at >= ? and finished_at < ?`,
          [
            typical.scope,
            bench.NOW - 90 * bench.DAY,
            bench.NOW,
            typical.scope,
            bench.NOW - 90 * bench.DAY,
            bench.NOW,
          ],
        ),
      { at: 1 },
    ),
    await measure(() => reader.read(typical, { days: 90, profile: '2023' }), {
      at: 1,
    }),
  );
} finally {
  await db.destroy();
  await admin.raw(`drop schema ${schema} cascade`);
  await admin.destroy();
}
