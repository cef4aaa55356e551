import { writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startApiServer } from './apiserver';
import { startArgoServer } from './argocd-server';
import { controllerNames, controllersFor } from './controllers';
import { createArgoService } from './controllers/argocd';
import { KubernetesClient, type Log } from './controllers/runtime';
import { ControllerSupervisor } from './ControllerSupervisor';
import {
  applyPlatform,
  demoIncidents,
  ensureProviderLogin,
  prepareDatabaseServer,
  startDemo,
  writeKubeconfigs,
  writePortalToken,
} from './demo';
import { ensurePki } from './pki';
import { startHosts } from './startHosts';
import { type AlertReceiver, startVoices } from './voices';

/** What the sandbox is started with. */
export interface ServeOptions {
  /** Folder for certificates, kubeconfigs and secrets. */
  dataDir: string;
  /** Folder with the platform team's manifests. */
  platformDir: string;
  /** Port of the Kubernetes API, https on loopback. */
  apiPort: number;
  /** Port of the sign-in, http on loopback. */
  issuerPort: number;
  /** Port of the git host, http on loopback. */
  gitPort: number;
  /** Port of what watches over the platform, http on loopback; without it, nothing does. */
  voicesPort?: number;
  /** Port of Argo CD's API, http on loopback; without it, it is not served. */
  argocdPort?: number;
  /** Where its alerts are told of, as Alertmanager does. */
  alertsTo?: AlertReceiver;
  /** Origin of the portal. */
  portalUrl: string;
  /** Origin of the front end's dev server. */
  devPortalUrl?: string;
  /** The sandbox's database, as the server's superuser. */
  databaseUrl: string;
  /** The demo organisation; without it none is loaded. */
  demo?: {
    /** Folder of the catalog it is made of. */
    catalogDir: string;
    /** Make an empty GitOps repository and nothing else. */
    empty: boolean;
    /** Where to send its year, once. */
    history?: { to: string; secret?: string };
  };
  log: Log;
}

/** A started sandbox. */
export interface Sandbox {
  /** Settles when the platform is installed and the controllers have seen everything. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the whole sandbox: certificates, API server, controllers, sign-in, then
 * installs the platform. Answers once the ports are open; `/readyz` says when
 * the rest is done.
 *
 * @throws Error when the database cannot be reached or a port is taken
 */
export async function serve(options: ServeOptions): Promise<Sandbox> {
  const { dataDir, databaseUrl, log } = options;
  const began = Date.now();
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) {
      await each().catch(error =>
        log('warn', 'A part did not stop cleanly', { error: messageOf(error) }),
      );
    }
  };
  const abort = new AbortController();
  const pending = new Set(['platform', 'controllers']);
  const supervisor = new ControllerSupervisor(log);

  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const [pki] = await Promise.all([
      ensurePki(join(dataDir, 'pki')),
      prepareDatabaseServer(databaseUrl),
    ]);
    await writeFile(join(dataDir, 'ca.crt'), pki.caCertificate);

    const api = await startApiServer({
      port: options.apiPort,
      databaseUrl,
      pki,
      ready: () => [...pending],
      log,
    });
    stops.push(() => api.stop());

    const { issuer, gitHost, stop: stopHosts } = await startHosts(options);
    stops.push(stopHosts);

    const kubeconfigs = await writeKubeconfigs({
      dataDir,
      server: `https://127.0.0.1:${options.apiPort}`,
      pki,
    });
    const argo = createArgoService({
      kubeconfig: kubeconfigs.controllers,
      cacheDir: join(dataDir, 'argocd'),
      log,
    });
    const controllers = controllersFor(kubeconfigs.controllers, log, argo);
    for (const name of controllerNames) {
      supervisor.start(name, controllers[name]);
    }
    stops.push(() => supervisor.stop());
    const voices =
      options.voicesPort === undefined
        ? undefined
        : await startVoices({
            port: options.voicesPort,
            kubeconfig: kubeconfigs.controllers,
            incidents: async () =>
              options.demo ? demoIncidents({ ...options.demo, dataDir }) : [],
            alertsTo: options.alertsTo,
            log,
          });
    if (voices) stops.push(() => voices.stop());
    const argoServer =
      options.argocdPort === undefined
        ? undefined
        : await startArgoServer({
            argo,
            kubeconfig: kubeconfigs.controllers,
            port: options.argocdPort,
            dataDir,
            log,
          });
    if (argoServer) stops.push(() => argoServer.stop());
    log('info', 'The sandbox listens', {
      api: api.url,
      issuer: issuer.url,
      git: gitHost.url,
      argocd: argoServer?.url,
      voices: voices?.url,
    });

    const client = KubernetesClient.fromKubeconfig(
      kubeconfigs.admin,
      'cairn-platform',
    );
    const install = async () => {
      const { signal } = abort;
      const { platformDir: folder } = options;
      const addresses = { 'http://localhost:7030': gitHost.url };
      await applyPlatform({ client, folder, addresses, log, signal });
      await ensureProviderLogin({ client, url: databaseUrl, log });
      await writePortalToken({ dataDir, client, pki });
    };
    const installed = install().finally(() => client.close());
    stops.push(async () => {
      abort.abort();
      await installed.catch(() => undefined);
    });
    const ready = installed
      .then(() => supervisor.ready)
      .then(() => argoServer?.ready)
      .catch(error => {
        // Stopped before it was ready: nobody waits for it any more.
        if (!abort.signal.aborted) throw error;
      })
      .then(() => {
        if (abort.signal.aborted) return;
        pending.clear();
        log('info', 'The sandbox is ready', {
          seconds: (Date.now() - began) / 1000,
          rssMegabytes: Math.round(process.memoryUsage().rss / 1e6),
        });
        if (options.demo) {
          const { stop: stopDemo } = startDemo({
            ...options.demo,
            dataDir,
            gitHost,
            argoHook: argoServer && `${argoServer.url}/api/webhook`,
            kubeconfig: kubeconfigs.admin,
            log,
          });
          stops.push(stopDemo);
        }
      });
    return { ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
