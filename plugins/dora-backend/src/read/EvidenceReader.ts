import { InputError } from '@backstage/errors';
import {
  foldFacts,
  type AnalysedDeployment,
  type Fact,
  type IncidentRow,
  type LeadTimeSample,
} from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { activeGeneration } from '../database/Generations';
import type { Scope } from './MetricsReader';
import type { DateWindow } from './windows';

/** A deployment as it was counted, with the ways of its changes. */
export type CountedDeployment = AnalysedDeployment & {
  /** Local day. */
  date: string;
  samples: LeadTimeSample[];
};

/** A change as it was counted. */
export interface CountedChange extends LeadTimeSample {
  component: string;
  date: string;
  finishedAt: number;
  repository: string;
  pullRequest?: number;
}

/** An incident with the deployments that it was counted against. */
export interface CountedIncident {
  key: string;
  source: string;
  externalId: string;
  component?: string;
  environment?: string;
  openedAt?: number;
  endedAt?: number;
  /** Deployments that it makes a failure, with the rule. */
  blames: { deployment: string; component: string; rule: string }[];
  by?: string;
  note?: string;
}

/** Rows in pages. */
export interface Page<T> {
  items: T[];
  total: number;
  nextCursor?: string;
}

/** Which rows. */
export interface EvidenceQuery {
  scope: Scope;
  window: DateWindow;
  /** Components whose rows may be seen. */
  components: readonly string[];
  limit: number;
  cursor?: string;
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = /^\d{1,9}$/.test(cursor) ? Number(cursor) : NaN;
  if (Number.isNaN(offset)) {
    throw new InputError(
      'The cursor is none that a page has given. Leave it out to begin at the start.',
    );
  }
  return offset;
}

function pageOf<T>(
  items: T[],
  total: number,
  query: { limit: number; cursor?: string },
): Page<T> {
  const next = offsetOf(query.cursor) + items.length;
  return {
    items,
    total,
    ...(next < total && items.length && { nextCursor: String(next) }),
  };
}

/** Deployments of a scope while its components counted for it. */
const COUNTED = `
  from deployments d
  where d.generation = :generation and d.component = any(:components)
    and d.date >= :from and d.date < :before
    and (d.component = :scope or exists (
      select 1 from memberships m where m.component = d.component and m.scope = :scope
        and d.date >= m.from_date and d.date < m.until_date))`;

const FILTERS = {
  all: '',
  succeeded: ' and d.succeeded',
  failed: ' and d.failed',
  rework: ' and d.rework',
};

/** Reads the rows that numbers are made of. */
export class EvidenceReader {
  readonly #db: Knex;

  static create(options: { db: Knex }): EvidenceReader {
    return new EvidenceReader(options.db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  /** Components that count or counted for a scope in a window, with who owns them now. */
  async componentsOf(
    scope: Scope,
    window: DateWindow,
  ): Promise<{ uid: string; owner: string | null }[]> {
    if (scope.kind === 'component') {
      return [{ uid: scope.scope, owner: scope.owner ?? null }];
    }
    const found: { rows: { uid: string; owner: string | null }[] } =
      await this.#db.raw(
        `select distinct c.uid, c.owner from memberships m join components c on c.uid = m.component
         where m.scope = ? and m.from_date < ? and m.until_date > ? order by c.uid`,
        [scope.scope, window.before, window.from],
      );
    return found.rows;
  }

  async deployments(
    query: EvidenceQuery & { counted: keyof typeof FILTERS },
  ): Promise<Page<CountedDeployment>> {
    const bindings = await this.#bindings(query);
    const counted = `${COUNTED}${FILTERS[query.counted]}`;
    const [rows, count] = await Promise.all([
      this.#db.raw(
        `select d.date, d.data ${counted} order by d.finished_at desc, d.id
         limit :limit offset :offset`,
        bindings,
      ) as Promise<{
        rows: { date: string; data: Omit<CountedDeployment, 'date'> }[];
      }>,
      this.#db.raw(`select count(*) ${counted}`, bindings) as Promise<{
        rows: { count: string }[];
      }>,
    ]);
    return pageOf(
      rows.rows.map(({ date, data }) => ({ ...data, date })),
      Number(count.rows[0].count),
      query,
    );
  }

  async changes(query: EvidenceQuery): Promise<Page<CountedChange>> {
    const bindings = await this.#bindings(query);
    const [rows, count] = await Promise.all([
      this.#db.raw(
        `select d.component, d.date, d.finished_at, s.sample, d.data->'changes'->(s.place::int - 1) as change
         from (select d.* ${COUNTED} and d.changes > 0) d,
           json_array_elements(d.data->'samples') with ordinality as s(sample, place)
         order by d.finished_at desc, d.id, s.place limit :limit offset :offset`,
        bindings,
      ) as Promise<{
        rows: {
          component: string;
          date: string;
          finished_at: string;
          sample: LeadTimeSample;
          change: { repository: string; pullRequest?: number };
        }[];
      }>,
      this.#db.raw(
        `select coalesce(sum(d.changes), 0) as count ${COUNTED}`,
        bindings,
      ) as Promise<{ rows: { count: string }[] }>,
    ]);
    return pageOf(
      rows.rows.map(({ component, date, finished_at, sample, change }) => ({
        ...sample,
        component,
        date,
        finishedAt: Number(finished_at),
        repository: change.repository,
        ...(change.pullRequest !== undefined && {
          pullRequest: change.pullRequest,
        }),
      })),
      Number(count.rows[0].count),
      query,
    );
  }

  /** Incidents that began in the window, and those that are held against its deployments. */
  async incidents(
    query: EvidenceQuery & { instants: { start: number; end: number } },
  ): Promise<Page<CountedIncident>> {
    const bindings = await this.#bindings(query);
    const [facts, blames] = await Promise.all([
      this.#db.raw(
        `select f.body from facts f where f.type = 'incident' and f.scope in (
           select scope from component_scopes where component = any(?))`,
        [[...query.components]],
      ) as Promise<{ rows: { body: Fact }[] }>,
      this.#db.raw(
        `select d.component, d.id, e.evidence->>'rule' as rule, e.evidence->>'fact' as fact
         from (select d.* ${COUNTED} and d.failed) d,
           json_array_elements(d.data->'evidence') as e(evidence)
         where e.evidence->>'rule' in ('explicit_link', 'incident_window')`,
        bindings,
      ) as Promise<{
        rows: { component: string; id: string; rule: string; fact: string }[];
      }>,
    ]);
    const blamed = new Map<string, CountedIncident['blames']>();
    for (const { component, id, rule, fact } of blames.rows) {
      const known = blamed.get(fact) ?? [];
      blamed.set(fact, [...known, { component, deployment: id, rule }]);
    }
    const { start, end } = query.instants;
    const shown = new Set(query.components);
    const all = [
      ...foldFacts(facts.rows.map(({ body }) => body)).incidents.values(),
    ]
      .filter(
        ({ key, component, openedAt = -1 }) =>
          blamed.has(key) ||
          (openedAt >= start &&
            openedAt < end &&
            component !== undefined &&
            shown.has(component)),
      )
      .sort((a, b) => (b.openedAt ?? 0) - (a.openedAt ?? 0));
    const offset = offsetOf(query.cursor);
    return pageOf(
      all
        .slice(offset, offset + query.limit)
        .map(incident => countedIncident(incident, blamed)),
      all.length,
      query,
    );
  }

  /** One deployment, by its id. */
  async deployment(id: string): Promise<CountedDeployment | undefined> {
    const component = decodeURIComponent(id.split('/')[2] ?? '');
    const generation = await activeGeneration(this.#db);
    const row:
      | { date: string; data: Omit<CountedDeployment, 'date'> }
      | undefined = await this.#db('deployments')
      .where({ generation, component, id })
      .first('date', 'data');
    return row && { ...row.data, date: row.date };
  }

  /** What is known of an incident, by its key. */
  async incident(key: string): Promise<IncidentRow | undefined> {
    const rows: { body: Fact }[] = await this.#db('facts')
      .where({ scope: `i:${key}` })
      .select('body');
    return foldFacts(rows.map(({ body }) => body)).incidents.get(key);
  }

  /** What people said of a deployment, the latest first. */
  async verdicts(
    targets: readonly string[],
    component: string,
  ): Promise<{ at: number; by: string; failed: boolean; note?: string }[]> {
    const rows: { body: Fact }[] = await this.#db('facts')
      .where({ scope: `c:${component}`, type: 'verdict' })
      .select('body');
    return rows
      .flatMap(({ body }) =>
        body.type === 'verdict' && targets.includes(body.deployment)
          ? { at: body.at, by: body.by, failed: body.failed, note: body.note }
          : [],
      )
      .sort((a, b) => b.at - a.at);
  }

  async #bindings(query: EvidenceQuery) {
    return {
      generation: await activeGeneration(this.#db),
      scope: query.scope.scope,
      components: query.components as string[],
      from: query.window.from,
      before: query.window.before,
      limit: query.limit,
      offset: offsetOf(query.cursor),
    };
  }
}

function countedIncident(
  incident: IncidentRow,
  blamed: ReadonlyMap<string, CountedIncident['blames']>,
): CountedIncident {
  const { key, source, externalId, component, environment } = incident;
  const { openedAt, endedAt, by, note } = incident;
  return {
    key,
    source,
    externalId,
    component,
    environment,
    openedAt,
    endedAt,
    blames: blamed.get(key) ?? [],
    by,
    note,
  };
}
