import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** Something that came and could not be understood. */
export interface QuarantineItem {
  id: string;
  collector: string;
  deliveryId?: string;
  /** `poison`: no sense could be made of it. `unmatched`: it names what nobody knows. */
  kind: 'poison' | 'unmatched';
  reason: string;
  subject: string;
  detail: string;
  mend: string;
  attempts: number;
  receivedAt: string;
  triedAt: string;
  /** Whether it can be tried again: the delivery itself was kept. */
  isKept: boolean;
}

/** A delivery as it is kept. */
export interface KeptDelivery {
  id: string;
  collector: string;
  headers: Record<string, string>;
  body: Buffer;
  receivedAt: number;
}

/** What is to be kept. */
export interface NewQuarantineItem {
  collector: string;
  deliveryId?: string;
  kind: QuarantineItem['kind'];
  reason: string;
  subject: string;
  detail: string;
  mend: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
  receivedAt: number;
}

interface Row {
  id: string;
  hash: string;
  collector: string;
  delivery_id: string | null;
  kind: QuarantineItem['kind'];
  reason: string;
  subject: string;
  detail: string;
  mend: string;
  headers: Record<string, string>;
  body: Buffer | null;
  attempts: number;
  received_at: Date;
  tried_at: Date;
}

/** Of headers only those are kept that say what a delivery is, never how it was signed. */
const KEPT_HEADERS =
  /^(content-type|user-agent|ce-[a-z0-9-]+|x-(github|gitlab|gitea|gogs)-(event|delivery|instance|hook-id)|x-gitea-event-type|x-pagerduty-webhook-subscription)$/;

function headersOf(headers: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name)),
  );
}

function hashOf(item: NewQuarantineItem): string {
  const hash = createHash('sha256').update(item.collector).update('\0');
  if (item.body) {
    hash.update(JSON.stringify(headersOf(item.headers))).update(item.body);
  } else {
    hash.update(`${item.reason}\0${item.subject}`);
  }
  return hash.digest().subarray(0, 16).toString('hex');
}

function itemOf(row: Omit<Row, 'body'> & { is_kept: boolean }): QuarantineItem {
  return {
    id: String(row.id),
    collector: row.collector,
    ...(row.delivery_id !== null && { deliveryId: row.delivery_id }),
    kind: row.kind,
    reason: row.reason,
    subject: row.subject,
    detail: row.detail,
    mend: row.mend,
    attempts: row.attempts,
    receivedAt: row.received_at.toISOString(),
    triedAt: row.tried_at.toISOString(),
    isKept: row.is_kept,
  };
}

const COLUMNS = [
  'id',
  'hash',
  'collector',
  'delivery_id',
  'kind',
  'reason',
  'subject',
  'detail',
  'mend',
  'headers',
  'attempts',
  'received_at',
  'tried_at',
];

/** Keeps what nobody understood, each delivery once, until somebody does. */
export class QuarantineStore {
  readonly #db: Knex;

  static create(options: { db: Knex }): QuarantineStore {
    return new QuarantineStore(options.db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async keep(item: NewQuarantineItem): Promise<void> {
    const now = new Date();
    await this.#db('quarantine')
      .insert({
        hash: hashOf(item),
        collector: item.collector,
        delivery_id: item.deliveryId ?? null,
        kind: item.kind,
        reason: item.reason,
        subject: item.subject.slice(0, 500),
        detail: item.detail.slice(0, 2000),
        mend: item.mend.slice(0, 2000),
        headers: JSON.stringify(headersOf(item.headers)),
        body: item.body ?? null,
        received_at: new Date(item.receivedAt),
        tried_at: now,
      })
      .onConflict('hash')
      .merge({
        kind: item.kind,
        reason: item.reason,
        subject: item.subject.slice(0, 500),
        detail: item.detail.slice(0, 2000),
        mend: item.mend.slice(0, 2000),
        tried_at: now,
        attempts: this.#db.raw('quarantine.attempts + 1'),
      });
  }

  async list(query: {
    collector?: string;
    kind?: string;
    limit: number;
    /** Ids below this one. */
    before?: string;
  }): Promise<{ items: QuarantineItem[]; total: number }> {
    const matching = this.#db('quarantine').modify(builder => {
      if (query.collector) builder.where({ collector: query.collector });
      if (query.kind) builder.where({ kind: query.kind });
    });
    const rows: (Omit<Row, 'body'> & { is_kept: boolean })[] = await matching
      .clone()
      .modify(builder => {
        if (query.before) builder.where('id', '<', query.before);
      })
      .orderBy('id', 'desc')
      .limit(query.limit)
      .select(COLUMNS)
      .select(this.#db.raw('body is not null as is_kept'));
    const [{ count }]: { count: string }[] = await matching.count('id');
    return { items: rows.map(itemOf), total: Number(count) };
  }

  async get(
    id: string,
  ): Promise<
    { item: QuarantineItem; delivery: KeptDelivery | undefined } | undefined
  > {
    const row: Row | undefined = await this.#db('quarantine')
      .where({ id })
      .first();
    if (!row) return undefined;
    return {
      item: itemOf({ ...row, is_kept: row.body !== null }),
      delivery: row.body
        ? {
            id: String(row.id),
            collector: row.collector,
            headers: row.headers,
            body: row.body,
            receivedAt: row.received_at.getTime(),
          }
        : undefined,
    };
  }

  /** Kept deliveries that name what nobody knew, the oldest first, after an id. */
  async unmatched(after: string, limit: number): Promise<KeptDelivery[]> {
    const rows: Row[] = await this.#db('quarantine')
      .where({ kind: 'unmatched' })
      .where('id', '>', after)
      .whereNotNull('body')
      .orderBy('id')
      .limit(limit);
    return rows.flatMap(({ id, collector, headers, body, received_at }) =>
      body
        ? {
            id: String(id),
            collector,
            headers,
            body,
            receivedAt: received_at.getTime(),
          }
        : [],
    );
  }

  /** Forgets what could not be matched and now can: by whom it was told, and of what. */
  async settle(collector: string, subjects: readonly string[]): Promise<void> {
    await this.#db('quarantine')
      .where({ kind: 'unmatched', collector })
      .whereIn('subject', [...subjects])
      .delete();
  }

  async discard(id: string): Promise<boolean> {
    return (await this.#db('quarantine').where({ id }).delete()) > 0;
  }

  async prune(before: Date): Promise<number> {
    return this.#db('quarantine').where('tried_at', '<', before).delete();
  }
}
