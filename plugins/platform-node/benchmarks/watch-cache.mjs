/**
 * What a view of one team costs from the watch cache, beside a list request per view: once of the
 * team's namespace (the strongest thing a portal without a cache can do), once of everything with the
 * filter in the portal (what many do). Prints numbers and asserts nothing.
 *
 *   node benchmarks/watch-cache.mjs [objects] [namespaces]
 *
 * The server runs in the same process over TLS, so a request pays for making the answer as well as
 * for reading it; there is no network in between.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [objects = 5000, namespaces = 200] = process.argv.slice(2).map(Number);
const packageDir = join(dirname(fileURLToPath(import.meta.url)), '..');

async function load() {
  const dir = await mkdtemp(join(tmpdir(), 'watch-cache-'));
  const outfile = join(dir, 'bundle.mjs');
  try {
    await build({
      stdin: {
        contents: `
          export { ConfigReader } from '@backstage/config';
          export { FakeCluster } from './src/__testUtils__/FakeCluster';
          export { ClusterConnections } from './src/clusters/ClusterConnections';
          export { readPlatformOptions } from './src/config/readPlatformOptions';
          export { DefaultWatchCache } from './src/watch/DefaultWatchCache';`,
        resolveDir: packageDir,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      outfile,
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const DATABASE = {
  group: 'platform.cairn.dev',
  version: 'v1alpha1',
  kind: 'Database',
  plural: 'databases',
  namespaced: true,
};

/** About 3.8 KB on the wire, of which most is field managers: like a composite in a real cluster. */
function database(index) {
  return {
    apiVersion: 'platform.cairn.dev/v1alpha1',
    kind: 'Database',
    metadata: {
      name: `orders-${index}`,
      namespace: `team-${index % namespaces}`,
      labels: { 'crossplane.io/composite': `orders-${index}` },
      managedFields: Array.from({ length: 6 }, () => ({
        manager: randomUUID(),
        operation: 'Apply',
        fieldsV1: Object.fromEntries(
          Array.from({ length: 9 }, () => [`f:${randomUUID()}`, {}]),
        ),
      })),
    },
    spec: { engine: 'postgres', version: '17', size: 'small', storageGB: 20 },
    status: {
      conditions: ['Synced', 'Ready', 'Responsive'].map(type => ({
        type,
        status: 'True',
        reason: 'ReconcileSuccess',
        lastTransitionTime: '2026-11-21T12:00:00Z',
      })),
    },
  };
}

async function measure(views, view) {
  const times = [];
  const before = process.cpuUsage();
  for (let index = 0; index < views; index += 1) {
    const start = process.hrtime.bigint();
    await view(index % namespaces);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  return {
    p50: times[Math.floor(views * 0.5)],
    p99: times[Math.floor(views * 0.99)],
    cpu: (user + system) / 1e3 / views,
  };
}

function print(name, { p50, p99, cpu }, requests) {
  const cell = value => value.toFixed(3).padStart(10);
  process.stdout.write(
    `${name.padEnd(34)}${cell(p50)}${cell(p99)}${cell(cpu)}${String(
      requests,
    ).padStart(10)}\n`,
  );
}

const {
  ConfigReader,
  FakeCluster,
  ClusterConnections,
  readPlatformOptions,
  DefaultWatchCache,
} = await load();

const cluster = await FakeCluster.start([DATABASE]);
let bytes = 0;
for (let index = 0; index < objects; index += 1) {
  const object = database(index);
  bytes += JSON.stringify(object).length;
  cluster.put('databases', object);
}
const options = readPlatformOptions(new ConfigReader({}));
const connections = ClusterConnections.create(
  [
    {
      name: 'one',
      url: cluster.url,
      ca: cluster.ca,
      token: 'x',
      skipTLSVerify: false,
    },
  ],
  options,
);
const { connection } = connections.get('one');
const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => quiet,
};
const cache = DefaultWatchCache.create({
  connections,
  watch: options.watch,
  logger: quiet,
});

const base = '/apis/platform.cairn.dev/v1alpha1';
const requestsOf = async work => {
  const before = cluster.requests.length;
  const result = await work();
  return [result, cluster.requests.length - before];
};

const heapBefore = process.memoryUsage().heapUsed;
const [first, firstRequests] = await requestsOf(() =>
  measure(1, () => cache.list(DATABASE)),
);
const heap = process.memoryUsage().heapUsed - heapBefore;
const [cached, cachedRequests] = await requestsOf(() =>
  measure(20_000, team =>
    cache.list({ ...DATABASE, namespaces: [`team-${team}`] }),
  ),
);
const [perNamespace, perNamespaceRequests] = await requestsOf(() =>
  measure(500, team =>
    connection.request({
      method: 'GET',
      path: `${base}/namespaces/team-${team}/databases`,
    }),
  ),
);
const [everything, everythingRequests] = await requestsOf(() =>
  measure(20, async team => {
    const { body } = await connection.request({
      method: 'GET',
      path: `${base}/databases`,
    });
    return body.items.filter(
      ({ metadata }) => metadata.namespace === `team-${team}`,
    );
  }),
);

process.stdout.write(
  `${objects} objects of ${(bytes / objects / 1000).toFixed(
    1,
  )} KB in ${namespaces} namespaces; ` +
    `Node ${process.version}, ${cpus().length} × ${
      cpus()[0]?.model ?? 'unknown'
    }\n\n` +
    `${''.padEnd(34)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(
      10,
    )}${'CPU ms'.padStart(10)}${'requests'.padStart(10)}\n`,
);
print('first view, fills the cache', first, firstRequests);
print('20,000 views from the cache', cached, cachedRequests);
print('500 views, list of a namespace', perNamespace, perNamespaceRequests);
print('20 views, list of everything', everything, everythingRequests);
const ratio = (a, b) => Math.round(a / b).toLocaleString('en-GB');
process.stdout.write(
  `\nper view, cache against list of the namespace: ${ratio(
    perNamespace.cpu,
    cached.cpu,
  )} × less CPU, ` +
    `${ratio(perNamespace.p50, cached.p50)} × faster\n` +
    `per view, cache against list of everything: ${ratio(
      everything.cpu,
      cached.cpu,
    )} × less CPU, ` +
    `${ratio(everything.p50, cached.p50)} × faster\n` +
    `heap grown while filling the cache, garbage included: ${(
      heap / 1e6
    ).toFixed(0)} MB\n`,
);

await cache.stop();
connections.close();
await cluster.stop();
