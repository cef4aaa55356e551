import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ArgoService } from '../controllers/argocd';
import {
  EventRecorder,
  KubernetesClient,
  type Log,
} from '../controllers/runtime';
import { readIfPresent, writeSecretFile } from '../pki/secretFile';
import { authenticate } from './auth/authenticate';
import { PORTAL_ACCOUNT, ServerSettings } from './auth/ServerSettings';
import { requestHandler } from './http/handleRequest';
import { accountRoutes } from './routes/accountRoutes';
import { applicationRoutes } from './routes/applicationRoutes';
import { applicationWriteRoutes } from './routes/applicationWriteRoutes';
import { operationRoutes } from './routes/operationRoutes';
import { pageRoutes } from './routes/pageRoutes';
import { projectRoutes } from './routes/projectRoutes';
import { resourceRoutes } from './routes/resourceRoutes';
import { sessionRoutes } from './routes/sessionRoutes';
import { settingsRoutes } from './routes/settingsRoutes';
import { streamRoutes } from './routes/streamRoutes';
import { webhookRoutes } from './routes/webhookRoutes';
import type { ServerContext } from './ServerContext';
import { listenOnLoopback } from '../listenOnLoopback';

/** What {@link startArgoServer} needs. */
export interface ArgoServerOptions {
  /** What is known of Applications; started by the server when it is not yet. */
  argo: ArgoService;
  /** Path of a kubeconfig, or its text. */
  kubeconfig: string;
  /** Port on the loopback addresses; 0 for any free one. */
  port: number;
  /** Folder that `argocd.token`, the token of the portal's account, goes to. */
  dataDir: string;
  log: Log;
}

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 15_000;

/** A running server. */
export interface ArgoServer {
  url: string;
  /** Settles when accounts, keys and the portal's token are there; before, everything is answered 503. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts Argo CD's REST API on loopback.
 *
 * @throws Error with the code `EADDRINUSE` when the port is taken
 */
export async function startArgoServer(
  options: ArgoServerOptions,
): Promise<ArgoServer> {
  const { argo, log } = options;
  let answer: RequestListener = (_request, response) => {
    response.writeHead(503, { 'Retry-After': '1' }).end();
  };
  const listener: RequestListener = (request, response) =>
    answer(request, response);
  const listening = await listenOnLoopback(listener, options.port, {
    requestTimeout: 0,
  });
  const client = KubernetesClient.fromKubeconfig(
    options.kubeconfig,
    'argocd-server',
  );
  const recorder = new EventRecorder(client, 'argocd-server', log);
  const settings = new ServerSettings(client, argo.namespace);
  const context: ServerContext = { argo, client, settings, recorder, log };

  const prepare = async () => {
    await argo.start();
    await settings.ensure();
    await ensurePortalToken(settings, join(options.dataDir, 'argocd.token'));
    const handle = requestHandler({
      routes: [
        ...settingsRoutes(argo.namespace),
        ...sessionRoutes(context),
        ...accountRoutes(context),
        ...applicationRoutes(context),
        ...applicationWriteRoutes(context),
        ...operationRoutes(context),
        ...resourceRoutes(context),
        ...projectRoutes(context),
        ...streamRoutes(context),
        ...webhookRoutes(context),
        ...pageRoutes(context),
      ],
      authenticate: request => authenticate(settings, request),
      log,
    });
    answer = (request, response) => {
      void handle(request, response);
    };
  };
  const abort = new AbortController();
  return {
    url: `http://localhost:${listening.port}`,
    ready: keepTrying(prepare, abort.signal, log),
    stop: async () => {
      abort.abort();
      await listening.stop();
      await recorder.flush();
      client.close();
    },
  };
}

/** Tries until it worked: the cluster may not be ready to answer yet. */
async function keepTrying(
  work: () => Promise<void>,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  for (let delayMs = FIRST_RETRY_MS; !signal.aborted; delayMs *= 2) {
    try {
      await work();
      return;
    } catch (error) {
      if (signal.aborted) return;
      log('error', 'The Argo CD API could not be prepared; it is tried again', {
        error: error instanceof Error ? error.message : String(error),
      });
      const pause = Math.min(delayMs, MAX_RETRY_MS);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Writes the token of the portal's account, anew when the old one does not hold any more. */
async function ensurePortalToken(settings: ServerSettings, path: string) {
  const known = (await readIfPresent(path))?.trim();
  if (known) {
    const request = { headers: { authorization: `Bearer ${known}` } };
    const holds = await authenticate(settings, request).catch(() => undefined);
    if (holds?.name === PORTAL_ACCOUNT) return;
  }
  const token = await settings.issueToken(PORTAL_ACCOUNT, { expiresIn: 0 });
  await writeSecretFile(path, `${token}\n`);
}
