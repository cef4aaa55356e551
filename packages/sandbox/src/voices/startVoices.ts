import type { RequestListener } from 'node:http';
import type { Log } from '../controllers/runtime';
import { alertmanagerVoice } from './alertmanager/alertmanagerVoice';
import { type AlertReceiver, AlertSender } from './alertmanager/AlertSender';
import { readRequest, type Voice, VoiceError, type VoiceReply } from './http';
import { IncidentBook } from './IncidentBook';
import { ClusterMetrics } from './metrics/ClusterMetrics';
import { ClusterView } from './metrics/ClusterView';
import { opencostVoice } from './opencost/opencostVoice';
import { prometheusVoice } from './prometheus/prometheusVoice';
import type { Incident } from './types';
import { type Listening, listenOnLoopback } from '../listenOnLoopback';

/** What {@link startVoices} needs. */
export interface VoicesOptions {
  /** Port on the loopback addresses; 0 for any free one. */
  port: number;
  /** How to reach the cluster: path of the file, or its text. */
  kubeconfig: string;
  /** What is and was wrong; asked until there is something. Without it, nothing ever. */
  incidents?: () => Promise<readonly Incident[]>;
  /** Where alerts are told of, as Alertmanager does; without it nowhere. */
  alertsTo?: AlertReceiver;
  log: Log;
}

/** The started voices. */
export interface Voices {
  url: string;
  /** Settles when the cluster's objects are known. */
  ready: Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Starts what would watch over a real platform, on loopback: Prometheus's query
 * API below `/prometheus`, OpenCost's below `/opencost`, Alertmanager's below
 * `/alertmanager`.
 *
 * @throws Error with the code `EADDRINUSE` when the port is taken.
 */
export async function startVoices(options: VoicesOptions): Promise<Voices> {
  const { log } = options;
  const book = new IncidentBook(options.incidents, log);
  const incidents = book.all;
  const view = new ClusterView(options.kubeconfig, log);
  const metrics = new ClusterMetrics(view, incidents);
  const voices: Record<string, Voice> = {
    prometheus: prometheusVoice(metrics, incidents),
    opencost: opencostVoice(view, metrics),
    alertmanager: alertmanagerVoice(incidents),
  };
  let listening: Listening | undefined;
  let sender: AlertSender | undefined;
  const stop = async () => {
    await listening?.stop();
    book.stop();
    await sender?.stop();
    await view.stop();
  };
  const listener: RequestListener = async (raw, response) => {
    const reply = await answer(voices, raw, log);
    const body =
      reply.json === undefined ? reply.text ?? '' : JSON.stringify(reply.json);
    const type =
      reply.json === undefined
        ? 'text/plain; charset=utf-8'
        : 'application/json';
    response.writeHead(reply.status, {
      'Content-Type': type,
      'Content-Length': Buffer.byteLength(body),
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
    response.end(raw.method === 'HEAD' ? undefined : body);
  };
  try {
    listening = await listenOnLoopback(listener, options.port);
    const url = `http://localhost:${listening.port}`;
    if (options.alertsTo) {
      sender = new AlertSender({
        receiver: options.alertsTo,
        externalUrl: `${url}/alertmanager`,
        incidents,
        log,
      });
    }
    return { url, ready: view.synced, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answer(
  voices: Record<string, Voice>,
  raw: Parameters<RequestListener>[0],
  log: Log,
): Promise<VoiceReply> {
  try {
    const target = raw.url ?? '/';
    const url = new URL(
      `http://localhost${target.startsWith('/') ? '' : '/'}${target}`,
    );
    const [, name = '', path = ''] = /^\/([^/]*)(.*)$/.exec(url.pathname) ?? [];
    const voice = Object.hasOwn(voices, name) ? voices[name] : undefined;
    if (!voice) {
      const known = Object.keys(voices).map(each => `/${each}/`);
      return { status: 404, text: `There is ${known.join(', ')} here.\n` };
    }
    return await voice(await readRequest(raw, url, path || '/'));
  } catch (error) {
    if (error instanceof VoiceError) {
      return { status: error.status, text: `${error.message}\n` };
    }
    log('error', 'A voice failed', {
      path: raw.url ?? '',
      error: error instanceof Error ? error.message : String(error),
    });
    return { status: 500, text: 'This did not work.\n' };
  }
}
