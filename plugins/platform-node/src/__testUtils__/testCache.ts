import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ClusterConnections } from '../clusters/ClusterConnections';
import type { WatchOptions } from '../config/readPlatformOptions';
import { readPlatformOptions } from '../config/readPlatformOptions';
import { DefaultWatchCache } from '../watch/DefaultWatchCache';
import type { FakeCluster } from './FakeCluster';

/** Watch times short enough for tests; the order between them is that of the defaults. */
export const fastWatch: Partial<WatchOptions> = {
  firstListTimeout: 1_000,
  watchDuration: 3_000,
  stallDeadline: 4_000,
  staleAfter: 300,
  minBackoff: 20,
  maxBackoff: 200,
  verifyGap: 50,
};

/** A cache over fake clusters, named by the keys. */
export function createTestCache(
  clusters: Record<string, Pick<FakeCluster, 'url' | 'ca'>>,
  watch: Partial<WatchOptions> = {},
): {
  cache: DefaultWatchCache;
  connections: ClusterConnections;
  stop: () => Promise<void>;
} {
  const options = readPlatformOptions(new ConfigReader({}));
  const connections = ClusterConnections.create(
    Object.entries(clusters).map(([name, { url, ca }]) => ({
      name,
      url,
      ca,
      token: 'portal-token',
      skipTLSVerify: false,
    })),
    { requestTimeout: 2_000 },
  );
  const cache = DefaultWatchCache.create({
    connections,
    watch: { ...options.watch, ...fastWatch, ...watch },
    logger: mockServices.logger.mock(),
  });
  return {
    cache,
    connections,
    stop: async () => {
      await cache.stop();
      connections.close();
    },
  };
}
