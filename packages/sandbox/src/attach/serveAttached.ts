import { mkdir } from 'node:fs/promises';
import { prepareDatabaseServer, startDemo } from '../demo';
import type { Sandbox, ServeOptions } from '../serve';
import { startHosts } from '../startHosts';
import { keepPortalAccess } from './keepPortalAccess';

/**
 * Starts what is not the cluster, for a cluster that is there already: the sign-in, and the git
 * host with the demo organisation's repositories. The portal's token for that cluster is kept
 * fresh; nothing else is done there.
 *
 * @throws Error when the database cannot be reached or a port is taken
 */
export async function serveAttached(
  options: Omit<ServeOptions, 'apiPort' | 'platformDir'> & {
    cluster: { kubeconfig: string; context?: string };
  },
): Promise<Sandbox> {
  const { dataDir, databaseUrl, demo, cluster, log } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await prepareDatabaseServer(databaseUrl);
  const hosts = await startHosts(options);
  const keeper = keepPortalAccess({ ...cluster, dataDir, log });
  const loading = demo && startDemo({ ...demo, dataDir, ...hosts, log });
  log('info', 'The sandbox listens, without a cluster of its own', {
    issuer: hosts.issuer.url,
    git: hosts.gitHost.url,
  });
  return {
    ready: Promise.resolve(),
    stop: async () => {
      await loading?.stop();
      await keeper.stop();
      await hosts.stop();
    },
  };
}
