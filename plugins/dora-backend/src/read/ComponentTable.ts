import type { RolledMetrics } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { ORGANISATION } from '../catalog/readCatalog';
import { addDays, daysBetween, LAST_DATE } from '../database/dates';
import { activeGeneration } from '../database/Generations';
import { SNAPSHOT_DAYS } from '../database/SnapshotWriter';
import type { RosterComponent } from '../engine/Roster';
import type { MetricsReader, Scope } from './MetricsReader';
import {
  metricsOfSum,
  metricsView,
  profileNamed,
  type MetricsView,
} from './MetricsView';
import { valuesOf, type SpreadMetric } from './spreadOf';
import { daysOf, isIncomplete, windowOf, type WindowQuery } from './windows';

/** A component with its numbers. */
export interface ComponentRow {
  component: string;
  entityRef: string;
  title: string;
  owner?: string;
  metrics: MetricsView;
}

/** What the table is sorted by. */
export type ComponentSort = SpreadMetric | 'title';

/** Which page of the table. */
export interface TableQuery extends WindowQuery {
  profile: string;
  sort: ComponentSort;
  order: 'asc' | 'desc';
  q?: string;
  limit: number;
  offset: number;
}

const COLUMNS: Record<ComponentSort, string> = {
  title: 'c.title',
  deploymentFrequency: 's.deployments',
  changeLeadTime: 's.lead_time',
  changeFailRate: 's.fail_rate',
  failedDeploymentRecoveryTime: 's.recovery_time',
  deploymentReworkRate: 's.rework_rate',
};

function likeOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, letter => `\\${letter}`)}%`;
}

/** The components of a scope, sorted by any number. */
export class ComponentTable {
  readonly #db: Knex;
  readonly #metrics: MetricsReader;

  constructor(options: { db: Knex; metrics: MetricsReader }) {
    this.#db = options.db;
    this.#metrics = options.metrics;
  }

  async page(
    scope: Scope,
    query: TableQuery,
  ): Promise<{
    items: ComponentRow[];
    total: number;
    window: { from: string; to: string; days: number };
  }> {
    const today = this.#metrics.today(scope);
    const window = windowOf(query, today);
    const days = daysBetween(window.from, window.before);
    const isReady =
      window.before === addDays(today, 1) &&
      SNAPSHOT_DAYS.some(one => one === days);
    const page = isReady
      ? await this.#ready(scope, query, days)
      : await this.#any(scope, query);
    return {
      ...page,
      window: {
        from: window.from,
        to: window.before,
        days: daysOf(window, scope.zone, this.#metrics.now()),
      },
    };
  }

  /** From snapshots, sorted by an index. */
  async #ready(scope: Scope, query: TableQuery, days: number) {
    const generation = await activeGeneration(this.#db);
    const conditions = ['not c.removed'];
    const bindings: (string | number)[] = [];
    if (scope.kind === 'component') {
      conditions.push('c.uid = ?');
      bindings.push(scope.scope);
    } else if (scope.scope !== ORGANISATION) {
      conditions.push(
        `exists (select 1 from memberships m where m.component = c.uid
           and m.scope = ? and m.until_date = ?)`,
      );
      bindings.push(scope.scope, LAST_DATE);
    }
    if (query.q) {
      conditions.push('(c.title ilike ? or c.entity_ref ilike ?)');
      bindings.push(likeOf(query.q), likeOf(query.q));
    }
    const from = `from snapshots s join components c on c.uid = s.scope
      where s.generation = ? and s.days = ? and s.kind = 'component'
        and ${conditions.join(' and ')}`;
    const all = [generation, days, ...bindings];
    const order = query.order === 'desc' ? 'desc' : 'asc';
    const [rows, count] = await Promise.all([
      this.#db.raw(
        `select c.uid, c.entity_ref, c.title, c.owner, c.zone, s.last_date, s.metrics ${from}
         order by ${
           COLUMNS[query.sort]
         } ${order} nulls last, s.scope limit ? offset ?`,
        [...all, query.limit, query.offset],
      ) as Promise<{
        rows: (Omit<RosterComponent, 'definition'> & {
          last_date: string;
          metrics: RolledMetrics;
        })[];
      }>,
      this.#db.raw(`select count(*) ${from}`, all) as Promise<{
        rows: { count: string }[];
      }>,
    ]);
    const profile = profileNamed(query.profile);
    const now = this.#metrics.now();
    return {
      total: Number(count.rows[0].count),
      items: rows.rows.map(
        ({ uid, entity_ref, title, owner, zone, last_date, metrics }) => ({
          component: uid,
          entityRef: entity_ref,
          title,
          ...(owner !== null && { owner }),
          metrics: metricsView(metrics, {
            days: daysOf(
              {
                from: addDays(last_date, 1 - days),
                before: addDays(last_date, 1),
              },
              zone,
              now,
            ),
            hasIncidentSource: true,
            isIncomplete: true,
            profile,
          }),
        }),
      ),
    };
  }

  /** From the days of each, with ownership as it was. */
  async #any(scope: Scope, query: TableQuery) {
    const rows = await this.all(scope, query);
    const text = query.q?.toLowerCase();
    const found = rows.filter(
      ({ title, entityRef }) =>
        text === undefined ||
        title.toLowerCase().includes(text) ||
        entityRef.includes(text),
    );
    const sign = query.order === 'desc' ? -1 : 1;
    const keyed = found.map(row => ({
      row,
      value:
        query.sort === 'title'
          ? row.title
          : valuesOf(row.metrics)[query.sort].value,
    }));
    keyed.sort((a, b) => {
      if (a.value === b.value)
        return a.row.component < b.row.component ? -1 : 1;
      if (a.value === null) return 1;
      if (b.value === null) return -1;
      return a.value < b.value ? -sign : sign;
    });
    return {
      total: found.length,
      items: keyed
        .slice(query.offset, query.offset + query.limit)
        .map(({ row }) => row),
    };
  }

  /** All of them, in no order. */
  async all(
    scope: Scope,
    query: WindowQuery & { profile: string },
  ): Promise<ComponentRow[]> {
    const today = this.#metrics.today(scope);
    const window = windowOf(query, today);
    const sums = await this.#metrics.sumsWithin(scope, window);
    const components: RosterComponent[] = await this.#db('components')
      .whereRaw('uid = any(?)', [[...sums.keys()]])
      .select();
    const profile = profileNamed(query.profile);
    return components.flatMap(component => {
      const { uid, entity_ref, title, owner, definition, zone } = component;
      const sum = sums.get(uid);
      return sum
        ? {
            component: uid,
            entityRef: entity_ref,
            title,
            ...(owner !== null && { owner }),
            metrics: metricsOfSum(sum, {
              days: daysOf(window, zone, this.#metrics.now()),
              hasIncidentSource: definition.incidentSources.length > 0,
              isIncomplete: isIncomplete(window, today),
              profile,
            }),
          }
        : [];
    });
  }
}
