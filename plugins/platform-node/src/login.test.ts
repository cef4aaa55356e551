import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { eventually } from './__testUtils__/eventually';
import { FakeCluster, sendStatus } from './__testUtils__/FakeCluster';
import { fastWatch } from './__testUtils__/testCache';
import { ClusterConnections } from './clusters/ClusterConnections';
import { readClusterOptions } from './config/readClusterOptions';
import { readPlatformOptions } from './config/readPlatformOptions';
import { DefaultWatchCache } from './watch/DefaultWatchCache';

const GRASS = {
  group: 'plants.example.org',
  version: 'v1',
  kind: 'Grass',
  plural: 'grasses',
  namespaced: true,
};
const PATIENCE = 20_000;

describe("the portal's login", () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-login-'));
  const tokenFile = join(folder, 'token');
  const kubeconfig = join(folder, 'kubeconfig');
  const stops: (() => Promise<unknown> | void)[] = [];
  let accepted: string;

  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A cluster that knows one token at a time. */
  async function startCluster(name: string): Promise<FakeCluster> {
    const cluster = await FakeCluster.start([GRASS]);
    stops.push(() => cluster.stop());
    cluster.fault = ({ headers }, response) => {
      if (headers.authorization === `Bearer ${accepted}`) return false;
      sendStatus(response, 401, { message: 'token=hunter2' });
      return true;
    };
    cluster.put('grasses', {
      apiVersion: 'plants.example.org/v1',
      kind: 'Grass',
      metadata: { name, namespace: 'meadow' },
    });
    return cluster;
  }

  function startCache(cluster: FakeCluster, credentials: object) {
    const config = new ConfigReader({
      platform: {
        credentials: [
          { cluster: 'another', tokenFile: '/nowhere' },
          { cluster: 'one', ...credentials },
        ],
      },
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'one',
                url: cluster.url,
                authProvider: 'serviceAccount',
                serviceAccountToken: 'never sent',
                caData: Buffer.from(cluster.ca).toString('base64'),
              },
            ],
          },
        ],
      },
    });
    const options = readPlatformOptions(config);
    const connections = ClusterConnections.create(
      readClusterOptions(config),
      options,
    );
    const logger = mockServices.logger.mock();
    const cache = DefaultWatchCache.create({
      connections,
      watch: { ...options.watch, ...fastWatch },
      logger,
    });
    stops.push(async () => {
      await cache.stop();
      connections.close();
    });
    const names = async () =>
      (await cache.list(GRASS)).items.map(({ object }) => object.metadata.name);
    return { cache, logger, names };
  }

  const writeKubeconfig = (cluster: FakeCluster, user: object) =>
    writeFileSync(
      kubeconfig,
      // JSON is YAML.
      JSON.stringify({
        'current-context': 'other',
        contexts: [{ name: 'a/b', context: { cluster: 'c', user: 'u' } }],
        clusters: [
          {
            name: 'c',
            cluster: {
              server: cluster.url,
              'certificate-authority-data': Buffer.from(cluster.ca).toString(
                'base64',
              ),
            },
          },
        ],
        users: [{ name: 'u', user }],
      }),
    );

  it('comes back by itself with a new token in its file; until then the data are called old', async () => {
    accepted = 'first';
    writeFileSync(tokenFile, 'first\n');
    const cluster = await startCluster('a');
    const { cache, logger, names } = startCache(cluster, { tokenFile });
    expect(await names()).toEqual(['a']);
    const [{ asOf }] = cache.health();

    accepted = 'second';
    cluster.endWatches();
    await eventually(
      () =>
        expect(cache.health()).toEqual([
          {
            cluster: 'one',
            resource: 'grasses.plants.example.org',
            state: 'stale',
            asOf: expect.any(String),
            staleSince: expect.any(String),
            error:
              'Cluster "one" does not accept the portal\'s own sign-in: it has been revoked or has run out. The platform team can put a new token into the file that the portal reads it from; it is taken up without a restart.',
          },
        ]),
      PATIENCE,
    );
    const [health] = cache.health();
    expect(health.staleSince).toBe(health.asOf);
    expect(Date.parse(health.asOf ?? '')).toBeGreaterThanOrEqual(
      Date.parse(asOf ?? ''),
    );
    expect(await names()).toEqual(['a']);
    const warnings = logger.warn.mock.calls.length;
    expect(warnings).toBe(1);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toMatch(/hunter|first/);

    cluster.remove('grasses', 'a', 'meadow', true);
    writeFileSync(tokenFile, 'second');
    await eventually(async () => {
      expect(await names()).toEqual([]);
      expect(cache.health()).toMatchObject([{ state: 'synced' }]);
      expect(cache.health()[0].error).toBeUndefined();
    }, PATIENCE);
  }, 60_000);

  it('follows a kubeconfig, to another server too', async () => {
    accepted = 'mine';
    const one = await startCluster('a');
    const two = await startCluster('b');
    writeKubeconfig(one, { token: 'mine' });
    const { cache, names } = startCache(one, { kubeconfig, context: 'a/b' });
    expect(await names()).toEqual(['a']);

    accepted = 'new';
    one.endWatches();
    await eventually(
      () =>
        expect(cache.health()[0]).toMatchObject({
          state: 'stale',
          error: expect.stringContaining("in the portal's kubeconfig"),
        }),
      PATIENCE,
    );
    // A plugin that fails: what it says is for the platform team alone.
    writeKubeconfig(two, {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: 'cairn-no-such-login',
      },
    });
    await eventually(
      () =>
        expect(cache.health()[0].error).toBe(
          'The portal finds no credentials for cluster "one" in its kubeconfig. The platform team can read why in the portal\'s log.',
        ),
      PATIENCE,
    );
    writeKubeconfig(two, { token: 'new' });
    one.fault = (_, response) => {
      sendStatus(response, 401);
      return true;
    };
    await eventually(async () => {
      expect(await names()).toEqual(['b']);
      expect(cache.health()).toMatchObject([{ state: 'synced' }]);
    }, PATIENCE);
  }, 60_000);

  it('is refused at the start in a sentence', () => {
    const config = (context: string) =>
      new ConfigReader({
        platform: {
          credentials: [{ cluster: 'one', kubeconfig, context }],
        },
        kubernetes: {
          clusterLocatorMethods: [
            {
              type: 'config',
              clusters: [{ name: 'one', url: 'https://127.0.0.1:1' }],
            },
          ],
        },
      });
    expect(() => readClusterOptions(config('no'))).toThrow(
      /platform\.credentials\[cluster=one\]\.kubeconfig cannot be used\. The kubeconfig .* has no context "no"; there is "a\/b"\.$/,
    );
    expect(readClusterOptions(config('a/b'))).toMatchObject([
      { kubeconfig: { file: kubeconfig, context: 'a/b' } },
    ]);
  });
});
