import { createHmac } from 'node:crypto';
import type { Log } from '../../controllers/runtime';
import type { IncidentSource } from '../types';
import { alertGroup, groupAlerts, isFiring } from './alertGroup';

const LOOK_MS = 5_000;
const TIMEOUT_MS = 10_000;
/** Alertmanager's usual `repeat_interval`. */
const REPEAT_MS = 4 * 3_600_000;
const GROUP_BY = ['alertname', 'service'];

/** Where alerts are sent. */
export interface AlertReceiver {
  url: string;
  /** Sent as `Authorization: Bearer`. */
  bearer?: string;
  /** Signs the body in `X-Hub-Signature-256`, as GitHub does. */
  secret?: string;
}

/** One group's way to one receiver: what was told, and when. */
interface Told {
  status: string;
  at: number;
}

/**
 * Tells a receiver of incidents as Alertmanager's webhook does: when a group
 * begins to fire, again every four hours, and when it is over. What was not
 * taken is sent again. What was over before the start is not told.
 */
export class AlertSender {
  private readonly told = new Map<string, Told>();
  private readonly abort = new AbortController();
  private readonly began: number;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: {
      receiver: AlertReceiver;
      externalUrl: string;
      incidents: IncidentSource;
      log: Log;
      now?: () => number;
      /** How often is looked, in milliseconds. */
      lookMs?: number;
    },
  ) {
    this.began = this.now();
    this.look();
  }

  async stop(): Promise<void> {
    this.abort.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private look(): void {
    this.running = this.tell().finally(() => {
      if (this.abort.signal.aborted) return;
      const wait = this.options.lookMs ?? LOOK_MS;
      this.timer = setTimeout(() => this.look(), wait);
      this.timer.unref();
    });
  }

  private async tell(): Promise<void> {
    const now = this.now();
    const recent = this.options
      .incidents()
      .filter(
        incident =>
          incident.startsAt.getTime() <= now &&
          (incident.endsAt?.getTime() ?? Infinity) > this.began,
      );
    for (const group of groupAlerts(recent, GROUP_BY)) {
      const body = alertGroup({
        receiver: 'cairn',
        externalUrl: this.options.externalUrl,
        groupBy: GROUP_BY,
        // Those that were over long ago belong to an earlier message.
        alerts: group.some(alert => isFiring(alert, now))
          ? group.filter(alert => isFiring(alert, now))
          : group.slice(-1),
        now,
      });
      const before = this.told.get(body.groupKey);
      if (before?.status === body.status) {
        if (body.status === 'resolved') continue;
        if (now - before.at < REPEAT_MS) continue;
      }
      if (await this.send(JSON.stringify(body))) {
        this.told.set(body.groupKey, { status: body.status, at: now });
      }
    }
  }

  private async send(body: string): Promise<boolean> {
    const { url, bearer, secret } = this.options.receiver;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'Alertmanager/0.28.1',
          ...(bearer && { Authorization: `Bearer ${bearer}` }),
          ...(secret && {
            'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret)
              .update(body)
              .digest('hex')}`,
          }),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([
          this.abort.signal,
          AbortSignal.timeout(TIMEOUT_MS),
        ]),
      });
      await response.body?.cancel();
      if (!response.ok) {
        this.options.log('warn', 'An alert was not taken', {
          status: response.status,
        });
      }
      return response.ok;
    } catch (error) {
      if (this.abort.signal.aborted) return false;
      this.options.log('warn', 'An alert could not be sent', {
        error: error instanceof Error ? error.message : String(error),
      });
      return false;
    }
  }
}
