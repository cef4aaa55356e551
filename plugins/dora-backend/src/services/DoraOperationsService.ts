import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  doraSourcesManagePermission,
  doraSourcesReadPermission,
} from '@cairn/plugin-dora-common';
import type {
  RunningCollector,
  WebhookCollector,
} from '@cairn/plugin-dora-node';
import type { Knex } from 'knex';
import type { Generation } from '../database/Generations';
import type { QuarantineStore } from '../database/QuarantineStore';
import type { SourceStats } from '../database/SourceStats';
import type { DriftCheck } from '../engine/DriftCheck';
import type { Rebuild } from '../engine/Rebuild';
import type { WebhookInbox } from '../ingest/WebhookInbox';
import type { As, DoraAccess } from './DoraAccess';

const PAGE = 50;
/** Of a body as it came so much is shown. */
const SHOWN_BYTES = 64 * 1024;
/** A source that told of nothing for so long is silent. */
const SILENT_AFTER = 7 * 86_400_000;

interface Options {
  db: Knex;
  access: DoraAccess;
  quarantine: QuarantineStore;
  stats: SourceStats;
  inbox: WebhookInbox;
  rebuild: Rebuild;
  check: DriftCheck;
  webhooks: ReadonlyMap<string, WebhookCollector>;
  running: ReadonlyMap<string, RunningCollector>;
  secrets: ReadonlyMap<string, readonly string[]>;
  /** Where this plugin answers. */
  baseUrl(): Promise<string>;
  catalogReadAt(): number | undefined;
  error(): string | undefined;
}

/** What whoever runs the portal sees and does about sources. */
export class DoraOperationsService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async listSources(as: As) {
    await this.#mayRead(as);
    const { db, stats, webhooks, running, secrets, baseUrl } = this.#options;
    const [rows, aside, address] = await Promise.all([
      stats.list(),
      db('quarantine')
        .groupBy('collector', 'kind', 'reason', 'subject')
        .orderBy('count', 'desc')
        .select('collector', 'kind', 'reason', 'subject')
        .count('id as count')
        .max('detail as detail')
        .max('mend as mend') as Promise<
        {
          collector: string;
          kind: string;
          reason: string;
          subject: string;
          count: string;
          detail: string;
          mend: string;
        }[]
      >,
      baseUrl(),
    ]);
    const known = new Map(rows.map(row => [row.collector, row]));
    const names = new Map<
      string,
      { title: string; kind: 'webhook' | 'running' | 'api' }
    >();
    for (const [id, { title }] of webhooks)
      names.set(id, { title, kind: 'webhook' });
    for (const [id, { title }] of running) {
      if (!names.has(id)) names.set(id, { title, kind: 'running' });
    }
    names.set('api', { title: 'Pipelines and people', kind: 'api' });
    for (const id of known.keys()) {
      if (!names.has(id)) names.set(id, { title: id, kind: 'running' });
    }
    const items = [...names].sort().map(([collector, { title, kind }]) => {
      const row = known.get(collector);
      const isConfigured =
        kind !== 'webhook' ||
        (secrets.get(collector)?.length ?? 0) > 0 ||
        running.has(collector);
      const last = row?.lastReceivedAt && Date.parse(row.lastReceivedAt);
      let state: 'receiving' | 'silent' | 'waiting' | 'not-configured' =
        'waiting';
      if (!isConfigured) state = 'not-configured';
      else if (last) {
        state = Date.now() - last > SILENT_AFTER ? 'silent' : 'receiving';
      }
      const own = aside.filter(one => one.collector === collector);
      return {
        collector,
        title,
        kind,
        state,
        ...(kind === 'webhook' && {
          address: `${address}/webhooks/${collector}`,
        }),
        deliveries: row?.deliveries ?? 0,
        refused: row?.refused ?? 0,
        facts: row?.facts ?? 0,
        duplicates: row?.duplicates ?? 0,
        byType: row?.byType ?? {},
        ...(row?.lastReceivedAt && { lastReceivedAt: row.lastReceivedAt }),
        ...(row?.lastEventAt && { lastEventAt: row.lastEventAt }),
        ...(row?.lastRefusedAt && { lastRefusedAt: row.lastRefusedAt }),
        ...(row?.lastReceivedAt &&
          row.lastEventAt && {
            lagSeconds:
              (Date.parse(row.lastReceivedAt) - Date.parse(row.lastEventAt)) /
              1000,
          }),
        unmatched: own
          .filter(({ kind: one }) => one === 'unmatched')
          .slice(0, 50)
          .map(({ reason, subject, count, detail, mend }) => ({
            reason,
            subject,
            count: Number(count),
            detail,
            mend,
          })),
        poison: own
          .filter(({ kind: one }) => one === 'poison')
          .reduce((sum, { count }) => sum + Number(count), 0),
        ...(!isConfigured && {
          mend: `Set dora.webhooks.${collector}.secrets in the configuration, and the same secret at the source.`,
        }),
      };
    });
    return { items };
  }

  async listQuarantine(
    query: {
      collector?: string;
      kind?: string;
      limit?: number;
      cursor?: string;
    },
    as: As,
  ) {
    await this.#mayRead(as);
    const { limit = PAGE, cursor, collector, kind } = query;
    const { items, total } = await this.#options.quarantine.list({
      collector,
      kind,
      limit,
      before: cursor === undefined ? undefined : idOf(cursor),
    });
    const last = items[items.length - 1];
    return {
      items,
      total,
      ...(items.length === limit && last && { nextCursor: last.id }),
    };
  }

  async getQuarantineItem(id: string, as: As) {
    await this.#mayRead(as);
    const kept = await this.#options.quarantine.get(idOf(id));
    if (!kept) throw missing(id);
    const { item, delivery } = kept;
    return {
      item,
      ...(delivery && {
        headers: delivery.headers,
        body: delivery.body.subarray(0, SHOWN_BYTES).toString('utf8'),
        isCut: delivery.body.length > SHOWN_BYTES,
      }),
    };
  }

  async retryQuarantineItem(id: string, as: As) {
    await this.#mayManage(as);
    return this.#options.inbox.retry(idOf(id));
  }

  async discardQuarantineItem(id: string, as: As): Promise<void> {
    await this.#mayManage(as);
    if (!(await this.#options.quarantine.discard(idOf(id)))) throw missing(id);
  }

  async getStatus(as: As) {
    await this.#mayRead(as);
    const { db, catalogReadAt, error } = this.#options;
    const [pending, generations, checks, oldest] = await Promise.all([
      db('pending').count('id as count') as Promise<{ count: string }[]>,
      db<Generation>('generations')
        .whereIn('state', ['active', 'building'])
        .select(),
      db('checks').orderBy('id', 'desc').limit(5).select(),
      db('pending')
        .join('facts', 'facts.id', 'pending.fact_id')
        .orderBy('pending.id')
        .first('facts.received_at as at') as Promise<{ at: Date } | undefined>,
    ]);
    const active = generations.find(({ state }) => state === 'active');
    const building = generations.find(({ state }) => state === 'building');
    const readAt = catalogReadAt();
    const failure = error();
    return {
      pending: Number(pending[0].count),
      ...(oldest && {
        oldestPendingSeconds: (Date.now() - oldest.at.getTime()) / 1000,
      }),
      generation: {
        number: active?.generation ?? 0,
        definition: active?.definition ?? '',
        ...(active?.activated_at && {
          activatedAt: active.activated_at.toISOString(),
        }),
      },
      ...(building && {
        rebuild: {
          startedAt: building.started_at.toISOString(),
          ...(await this.#options.rebuild.progress(building)),
        },
      }),
      ...(readAt !== undefined && {
        catalogReadAt: new Date(readAt).toISOString(),
      }),
      ...(failure && { error: failure }),
      checks: checks.map(check => ({
        startedAt: check.started_at.toISOString(),
        ...(check.finished_at && {
          finishedAt: check.finished_at.toISOString(),
        }),
        components: check.components,
        drifted: check.drifted,
        examples: check.examples,
      })),
    };
  }

  async startRebuild(as: As) {
    await this.#mayManage(as);
    const generation = await this.#options.rebuild.begin();
    if (generation === undefined) {
      throw new ConflictError(
        'The numbers are being computed again already; the status shows how far it is.',
      );
    }
    return { generation };
  }

  async startCheck(as: As) {
    await this.#mayManage(as);
    return { started: this.#options.check.startNow() };
  }

  #mayRead(as: As): Promise<void> {
    return this.#options.access.require(
      doraSourcesReadPermission,
      as,
      'The state of the sources is for the platform team and auditors.',
    );
  }

  #mayManage(as: As): Promise<void> {
    return this.#options.access.require(
      doraSourcesManagePermission,
      as,
      'Only the platform team can do this. Ask it to.',
    );
  }
}

function missing(id: string): NotFoundError {
  return new NotFoundError(`There is nothing with the id ${id} here.`);
}

/** @throws NotFoundError for what cannot be an id. */
function idOf(text: string): string {
  if (!/^\d{1,18}$/.test(text)) throw missing(text);
  return text;
}
