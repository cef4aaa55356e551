import { Pool } from 'pg';
import type { Log } from './controllers/runtime';
import { type GitHost, startGitHost } from './git';
import { startIssuer } from './identity';

/** What stands beside a cluster: the sign-in and the git host. */
export interface Hosts {
  issuer: Awaited<ReturnType<typeof startIssuer>>;
  gitHost: GitHost;
  stop(): Promise<void>;
}

/**
 * Starts the issuer and the git host.
 *
 * @throws Error when the database cannot be reached or a port is taken
 */
export async function startHosts(options: {
  dataDir: string;
  databaseUrl: string;
  issuerPort: number;
  gitPort: number;
  portalUrl: string;
  devPortalUrl?: string;
  log: Log;
}): Promise<Hosts> {
  const { dataDir, databaseUrl, log } = options;
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', error =>
    log('warn', 'A database connection broke', { error: error.message }),
  );
  const stops: (() => Promise<void>)[] = [() => pool.end()];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) {
      await each().catch(error =>
        log('warn', 'A part did not stop cleanly', { error: String(error) }),
      );
    }
  };
  try {
    const issuer = await startIssuer({
      port: options.issuerPort,
      dataDir,
      portalUrl: options.portalUrl,
      devPortalUrl: options.devPortalUrl,
      gitUrl: `http://localhost:${options.gitPort}`,
      pool,
      log,
    });
    stops.push(() => issuer.stop());
    const gitHost = await startGitHost({
      dir: dataDir,
      databaseUrl,
      port: options.gitPort,
      signIn: { issuerUrl: issuer.url, ...issuer.gitClient },
      log,
    });
    stops.push(() => gitHost.stop());
    return { issuer, gitHost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
