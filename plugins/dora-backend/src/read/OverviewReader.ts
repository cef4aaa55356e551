import type { RolledMetrics } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { addDays } from '../database/dates';
import { activeGeneration } from '../database/Generations';
import { metricsView, type MetricsView } from './MetricsView';
import { daysOf } from './windows';

/** One scope of an overview. */
export interface OverviewRow {
  scope: string;
  title: string;
  days: number;
  metrics: MetricsView;
}

/** How long an overview is kept: many look at it at once, and it is large. */
const KEPT_MS = 1000;

interface Options {
  db: Knex;
  zone: string;
  zones: ReadonlyMap<string, string>;
  titleOf(scope: string): string | undefined;
  now?: () => number;
}

/** Reads the numbers of all groups, or of all systems, at once. */
export class OverviewReader {
  readonly #options: Options;
  readonly #overviews = new Map<
    string,
    { at: number; rows: Promise<OverviewRow[]> }
  >();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Snapshots of all scopes of a kind; the same answer for everybody who asks within a second. */
  overview(query: { kind: string; days: number }): Promise<OverviewRow[]> {
    const key = `${query.days} ${query.kind}`;
    const known = this.#overviews.get(key);
    const now = performance.now();
    if (known && now - known.at < KEPT_MS) return known.rows;
    const rows = this.#readOverview(query);
    this.#overviews.set(key, { at: now, rows });
    rows.catch(() => this.#overviews.delete(key));
    return rows;
  }

  async #readOverview(query: {
    kind: string;
    days: number;
  }): Promise<OverviewRow[]> {
    const { db, zone, zones, titleOf } = this.#options;
    const now = this.#options.now?.() ?? Date.now();
    const generation = await activeGeneration(db);
    const rows: { scope: string; last_date: string; metrics: RolledMetrics }[] =
      await db('snapshots')
        .where({ generation, days: query.days, kind: query.kind })
        .orderBy('scope')
        .select('scope', 'last_date', 'metrics');
    return rows.map(({ scope, last_date, metrics }) => {
      const window = {
        from: addDays(last_date, 1 - query.days),
        before: addDays(last_date, 1),
      };
      const local = zones.get(scope) ?? zone;
      const days = daysOf(window, local, now);
      return {
        scope,
        title: titleOf(scope) ?? scope.replace(/^.*\//, ''),
        days,
        metrics: metricsView(metrics, {
          days,
          hasIncidentSource: true,
          isIncomplete: true,
          profile: undefined,
        }),
      };
    });
  }
}
