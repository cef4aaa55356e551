import { InputError, NotFoundError } from '@backstage/errors';
import {
  bucketAt,
  DeliverySum,
  type BucketUnit,
  type DeliverySumData,
} from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { ORGANISATION } from '../catalog/readCatalog';
import { addDays, daysBetween } from '../database/dates';
import { activeGeneration } from '../database/Generations';
import { kindOf, readCells, SNAPSHOT_DAYS } from '../database/SnapshotWriter';
import type { RosterComponent } from '../engine/Roster';
import { metricsOfSum, profileNamed, type MetricsView } from './MetricsView';
import {
  bucketsOfDates,
  daysOf,
  isIncomplete,
  windowOf,
  type DateWindow,
  type WindowQuery,
} from './windows';

/** What numbers are asked of: a component, a group, a system, a domain or the organisation. */
export interface Scope {
  /** As cells name it. */
  scope: string;
  kind: string;
  title: string;
  zone: string;
  hasIncidentSource: boolean;
  /** Of a component: its entity reference and owner. */
  entityRef?: string;
  owner?: string;
}

/** Numbers of one window. */
export interface WindowView {
  window: { from: string; to: string; days: number };
  metrics: MetricsView;
}

interface Options {
  db: Knex;
  zone: string;
  zones: ReadonlyMap<string, string>;
  titleOf(scope: string): string | undefined;
  now?: () => number;
}

/** Reads numbers that are ready. Nothing is computed from facts here. */
export class MetricsReader {
  readonly #options: Options;

  static create(options: Options): MetricsReader {
    return new MetricsReader(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  today({ zone }: Scope): string {
    return bucketAt(this.now(), 'day', zone).date;
  }

  /** @throws NotFoundError for a scope that nobody knows. */
  async scope(name: string): Promise<Scope> {
    const { db, zone, zones, titleOf } = this.#options;
    if (kindOf(name) === 'component') {
      const component: RosterComponent | undefined = await db('components')
        .where({ uid: name })
        .orWhere({ entity_ref: name.toLowerCase() })
        .orderByRaw('removed, uid')
        .first();
      if (!component) throw unknown(name);
      return {
        scope: component.uid,
        kind: 'component',
        title: component.title,
        zone: component.zone,
        hasIncidentSource: component.definition.incidentSources.length > 0,
        entityRef: component.entity_ref,
        ...(component.owner !== null && { owner: component.owner }),
      };
    }
    const scope = name.toLowerCase();
    const found: { rows: { sources: boolean }[] } = await db.raw(
      `select json_array_length(c.definition->'incidentSources') > 0 as sources
       from memberships m join components c on c.uid = m.component
       where m.scope = ? order by 1 desc limit 1`,
      [scope],
    );
    const [row] = found.rows;
    if (!row) throw unknown(name);
    return {
      scope,
      kind: kindOf(scope),
      title:
        titleOf(scope) ??
        (scope === ORGANISATION ? 'Organisation' : scope.replace(/^.*\//, '')),
      zone: zones.get(scope) ?? zone,
      hasIncidentSource: row.sources,
    };
  }

  /** Numbers of a window, with a level where they are of one component. */
  async read(
    scope: Scope,
    query: WindowQuery & { profile: string },
  ): Promise<WindowView> {
    const window = windowOf(query, this.today(scope));
    const generation = await activeGeneration(this.#options.db);
    const snapshot = await this.#snapshot(generation, scope, window);
    const sum = snapshot ?? (await this.#sum(generation, scope, window));
    return this.#view(generation, scope, window, sum, query.profile);
  }

  /** The same by day, ISO week or month; the first and the last are cut to the window. */
  async series(
    scope: Scope,
    query: WindowQuery & { unit: BucketUnit; profile: string },
  ): Promise<(WindowView & { date: string })[]> {
    const window = windowOf(query, this.today(scope));
    const { unit, profile } = query;
    const { db } = this.#options;
    if (unit === 'day' && daysBetween(window.from, window.before) > 800) {
      throw new InputError(
        'By day a window may have 800 days at most; ask by week or month.',
      );
    }
    const generation = await activeGeneration(db);
    const cells = await readCells(db, {
      generation,
      scopes: [scope.scope],
      ...window,
    });
    const sums = new Map<string, DeliverySum>();
    const buckets = bucketsOfDates(window, unit);
    const starts = buckets.map(({ date }) => date);
    for (const { date, sum } of cells) {
      const start = starts[lastAtMost(starts, date)];
      const total = sums.get(start) ?? new DeliverySum();
      total.add(DeliverySum.fromJSON(sum));
      sums.set(start, total);
    }
    return Promise.all(
      buckets.map(async ({ date, from, before }) => ({
        date,
        ...(await this.#view(
          generation,
          scope,
          { from, before },
          sums.get(date) ?? new DeliverySum(),
          profile,
          false,
        )),
      })),
    );
  }

  /** Snapshot or days of one component while it counted for a scope. */
  async sumsWithin(
    scope: Scope,
    window: DateWindow,
  ): Promise<Map<string, DeliverySum>> {
    const { db } = this.#options;
    const generation = await activeGeneration(db);
    const sums = new Map<string, DeliverySum>();
    const days = this.#snapshotDays(scope, window);
    const members: { rows: { component: string; whole: boolean }[] } =
      await db.raw(
        `select component, bool_or(from_date <= ? and until_date >= ?) as whole
         from memberships where scope = ? and from_date < ? and until_date > ?
         group by component`,
        [window.from, window.before, scope.scope, window.before, window.from],
      );
    const whole = members.rows.filter(row => days !== undefined && row.whole);
    const partly = members.rows.filter(row => days === undefined || !row.whole);
    for (const { component } of members.rows) {
      sums.set(component, new DeliverySum());
    }
    if (whole.length) {
      const ready: { rows: { scope: string; sum: DeliverySumData }[] } =
        await db.raw(
          `select scope, sum from snapshots
           where generation = ? and days = ? and scope = any(?)`,
          [generation, days ?? 0, whole.map(({ component }) => component)],
        );
      for (const { scope: component, sum } of ready.rows) {
        sums.set(component, DeliverySum.fromJSON(sum));
      }
    }
    if (partly.length) {
      const cells: { rows: { scope: string; sum: DeliverySumData }[] } =
        await db.raw(
          `select c.scope, c.sum from cells c
           join memberships m on m.component = c.scope and m.scope = ?
             and c.date >= m.from_date and c.date < m.until_date
           where c.generation = ? and c.scope = any(?) and c.date >= ? and c.date < ?`,
          [
            scope.scope,
            generation,
            partly.map(({ component }) => component),
            window.from,
            window.before,
          ],
        );
      for (const { scope: component, sum } of cells.rows) {
        sums.get(component)?.add(DeliverySum.fromJSON(sum));
      }
    }
    return sums;
  }

  /** Which snapshot is exactly a window, if any. */
  #snapshotDays(scope: Scope, window: DateWindow): number | undefined {
    if (window.before !== addDays(this.today(scope), 1)) return undefined;
    const days = daysBetween(window.from, window.before);
    return SNAPSHOT_DAYS.find(one => one === days);
  }

  async #snapshot(
    generation: number,
    scope: Scope,
    window: DateWindow,
  ): Promise<DeliverySum | undefined> {
    const days = this.#snapshotDays(scope, window);
    if (days === undefined) return undefined;
    const row: { sum: DeliverySumData } | undefined = await this.#options
      .db('snapshots')
      .where({
        generation,
        days,
        scope: scope.scope,
        last_date: addDays(window.before, -1),
      })
      .first('sum');
    return row && DeliverySum.fromJSON(row.sum);
  }

  async #sum(
    generation: number,
    scope: Scope,
    window: DateWindow,
  ): Promise<DeliverySum> {
    const cells = await readCells(this.#options.db, {
      generation,
      scopes: [scope.scope],
      ...window,
    });
    const total = new DeliverySum();
    for (const { sum } of cells) total.add(DeliverySum.fromJSON(sum));
    return total;
  }

  async #view(
    generation: number,
    scope: Scope,
    window: DateWindow,
    sum: DeliverySum,
    profile: string,
    withTrailing = true,
  ): Promise<WindowView> {
    const isComponent = scope.kind === 'component';
    const days = daysOf(window, scope.zone, this.now());
    const isEmpty = withTrailing && isComponent && !sum.count('succeeded');
    return {
      window: { from: window.from, to: window.before, days },
      metrics: metricsOfSum(sum, {
        days,
        hasIncidentSource: scope.hasIncidentSource,
        isIncomplete: isIncomplete(window, this.today(scope)),
        profile: isComponent ? profileNamed(profile) : undefined,
        trailingPerDay: isEmpty
          ? await this.#trailing(generation, scope, window)
          : null,
      }),
    };
  }

  /** Deployments a day in the half year before the end of a window without any. */
  async #trailing(
    generation: number,
    scope: Scope,
    { before }: DateWindow,
  ): Promise<number | null> {
    const window = { from: addDays(before, -182), before };
    const sum = await this.#sum(generation, scope, window);
    const days = daysOf(window, scope.zone, this.now());
    const count = sum.count('succeeded');
    return count && days > 0 ? count / days : null;
  }
}

function unknown(name: string): NotFoundError {
  return new NotFoundError(
    `Nothing is known of "${name}". Name a component, group, system or domain of the catalog that has or had a component, or "${ORGANISATION}".`,
  );
}

/** Index of the last one that is not greater. */
function lastAtMost(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sorted[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
