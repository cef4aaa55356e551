import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  bucketAt,
  doraEvidenceReadPermission,
  doraMetricsReadPermission,
  LEVEL_PROFILES,
  type BucketUnit,
} from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { addDays, daysBetween } from '../database/dates';
import { kindOf } from '../database/SnapshotWriter';
import type { ComponentTable, ComponentSort } from '../read/ComponentTable';
import type { EvidenceReader } from '../read/EvidenceReader';
import type { MetricsReader, Scope } from '../read/MetricsReader';
import type { OverviewReader } from '../read/OverviewReader';
import { spreadOf } from '../read/spreadOf';
import { windowOf, type WindowQuery } from '../read/windows';
import type { As, DoraAccess } from './DoraAccess';

/** A scope with a window. */
export interface ScopeQuery extends WindowQuery {
  scope: string;
  profile?: string;
}

/** A page of rows. */
export interface PageQuery {
  limit?: number;
  cursor?: string;
}

const PROFILE = '2023';
const PAGE = 50;

function checkedProfile(profile: string | undefined): string {
  const version = profile ?? PROFILE;
  if (!LEVEL_PROFILES[version]) {
    throw new InputError(
      `There is no profile "${version}". There are: ${Object.keys(
        LEVEL_PROFILES,
      ).join(', ')}.`,
    );
  }
  return version;
}

function headOf({ scope, kind, title, zone, entityRef, owner }: Scope) {
  return {
    scope,
    kind,
    title,
    zone,
    ...(entityRef && { entityRef }),
    ...(owner && { owner }),
  };
}

/** Answers for whoever asks, with what the policy lets it see. */
export class DoraReadService {
  readonly #options: {
    db: Knex;
    access: DoraAccess;
    metrics: MetricsReader;
    overview: OverviewReader;
    table: ComponentTable;
    evidence: EvidenceReader;
    titleOf(scope: string): string | undefined;
  };

  constructor(options: {
    db: Knex;
    access: DoraAccess;
    metrics: MetricsReader;
    overview: OverviewReader;
    table: ComponentTable;
    evidence: EvidenceReader;
    titleOf(scope: string): string | undefined;
  }) {
    this.#options = options;
  }

  async listScopes(query: { kind?: string; q?: string }, as: As) {
    await this.#mayReadMetrics(as);
    const { db, titleOf } = this.#options;
    const found: { rows: { scope: string; components: string }[] } =
      await db.raw(
        `select m.scope, count(distinct m.component) as components
         from memberships m join components c on c.uid = m.component
         where not c.removed and m.until_date = '9999-12-31' group by m.scope`,
      );
    const text = query.q?.toLowerCase() ?? '';
    const items = found.rows
      .map(({ scope, components }) => ({
        scope,
        kind: kindOf(scope),
        title:
          titleOf(scope) ??
          (scope === 'organisation'
            ? 'Organisation'
            : scope.replace(/^.*\//, '')),
        components: Number(components),
      }))
      .filter(
        ({ kind, title, scope }) =>
          (!query.kind || kind === query.kind) &&
          (title.toLowerCase().includes(text) || scope.includes(text)),
      )
      .sort((a, b) => a.title.localeCompare(b.title, 'en'));
    return { items };
  }

  /** Levels are for everybody who may see numbers. */
  async listProfiles(as: As): Promise<void> {
    await this.#mayReadMetrics(as);
  }

  async getMetrics(
    query: ScopeQuery & {
      compareFrom?: string;
      compareTo?: string;
      compare?: 'before';
    },
    as: As,
  ) {
    await this.#mayReadMetrics(as);
    const { metrics, table } = this.#options;
    const profile = checkedProfile(query.profile);
    const scope = await metrics.scope(query.scope);
    const other = this.#comparedWindow(scope, query);
    const pooled = scope.kind !== 'component';
    const [current, compared, rows, otherRows, freshness] = await Promise.all([
      metrics.read(scope, { ...query, profile }),
      other && metrics.read(scope, { ...other, profile }),
      pooled ? table.all(scope, { ...query, profile }) : undefined,
      pooled && other ? table.all(scope, { ...other, profile }) : undefined,
      this.#freshness(),
    ]);
    return {
      scope: headOf(scope),
      pooled,
      current,
      ...(compared && { compared }),
      ...(rows && {
        spread: spreadOf(rows.map(row => row.metrics)),
        components: rows.length,
      }),
      ...(otherRows && {
        comparedSpread: spreadOf(otherRows.map(row => row.metrics)),
      }),
      freshness,
    };
  }

  async getOverview(query: { kind: string; days: number }, as: As) {
    await this.#mayReadMetrics(as);
    return {
      pooled: true,
      items: await this.#options.overview.overview(query),
    };
  }

  async listComponents(
    query: ScopeQuery &
      PageQuery & {
        sort?: ComponentSort;
        order?: 'asc' | 'desc';
        q?: string;
      },
    as: As,
  ) {
    await this.#mayReadMetrics(as);
    const { metrics, table } = this.#options;
    const profile = checkedProfile(query.profile);
    const { sort = 'title', order = 'asc', limit = PAGE, cursor } = query;
    const offset = Number(cursor ?? 0);
    if (!Number.isInteger(offset) || offset < 0) {
      throw new InputError(
        'The cursor is none that a page has given. Leave it out to begin at the start.',
      );
    }
    const scope = await metrics.scope(query.scope);
    const page = await table.page(scope, {
      ...query,
      profile,
      sort,
      order,
      limit,
      offset,
    });
    const next = offset + page.items.length;
    return {
      ...page,
      ...(page.items.length &&
        next < page.total && { nextCursor: String(next) }),
    };
  }

  async getSeries(query: ScopeQuery & { unit?: BucketUnit }, as: As) {
    await this.#mayReadMetrics(as);
    const { metrics } = this.#options;
    const profile = checkedProfile(query.profile);
    const scope = await metrics.scope(query.scope);
    const { unit = 'week' } = query;
    return {
      scope: headOf(scope),
      pooled: scope.kind !== 'component',
      items: await metrics.series(scope, { ...query, unit, profile }),
    };
  }

  async listDeployments(
    query: ScopeQuery &
      PageQuery & { counted?: 'all' | 'succeeded' | 'failed' | 'rework' },
    as: As,
  ) {
    const { withheld, ...rows } = await this.#rows(query, as);
    const { counted = 'all' } = query;
    const page = await this.#options.evidence.deployments({ ...rows, counted });
    return { ...page, ...(withheld && { withheld }) };
  }

  async listChanges(query: ScopeQuery & PageQuery, as: As) {
    const { withheld, ...rows } = await this.#rows(query, as);
    const page = await this.#options.evidence.changes(rows);
    return { ...page, ...(withheld && { withheld }) };
  }

  async listIncidents(query: ScopeQuery & PageQuery, as: As) {
    const { withheld, ...rows } = await this.#rows(query, as);
    const { zone } = rows.scope;
    const instantOf = (date: string) => {
      const noon = Date.parse(`${date}T12:00:00Z`);
      return [-1, 0, 1]
        .map(days => bucketAt(noon + days * 86_400_000, 'day', zone))
        .reduce((found, one) => (one.date === date ? one.start : found), noon);
    };
    const page = await this.#options.evidence.incidents({
      ...rows,
      instants: {
        start: instantOf(rows.window.from),
        end: instantOf(rows.window.before),
      },
    });
    return { ...page, ...(withheld && { withheld }) };
  }

  async getDeployment(id: string, as: As) {
    const { evidence, metrics, access } = this.#options;
    const deployment = await evidence.deployment(id);
    const owners = await access.owners(doraEvidenceReadPermission, as);
    const scope = deployment && (await metrics.scope(deployment.component));
    if (!deployment || !owners(scope?.owner ?? '')) {
      throw new NotFoundError(
        `There is no deployment "${id}", or you may not see it. You can see it when you belong to the owning team.`,
      );
    }
    return {
      deployment,
      verdicts: await evidence.verdicts(
        deployment.targets,
        deployment.component,
      ),
    };
  }

  /** The rows of a scope that may be seen; none at all of a foreign component is said. */
  async #rows(query: ScopeQuery & PageQuery, as: As) {
    const { metrics, evidence, access } = this.#options;
    const owners = await access.owners(doraEvidenceReadPermission, as);
    const scope = await metrics.scope(query.scope);
    const window = windowOf(query, metrics.today(scope));
    const all = await evidence.componentsOf(scope, window);
    const seen = all.filter(({ owner }) => owners(owner ?? ''));
    if (all.length && !seen.length) {
      throw new NotAllowedError(
        `The deployments behind the numbers of "${scope.title}" are for its owners. Ask the owning team, or the platform team.`,
      );
    }
    const { limit = PAGE, cursor } = query;
    return {
      scope,
      window,
      components: seen.map(({ uid }) => uid),
      withheld: all.length - seen.length,
      limit,
      ...(cursor !== undefined && { cursor }),
    };
  }

  #comparedWindow(
    scope: Scope,
    query: ScopeQuery & {
      compareFrom?: string;
      compareTo?: string;
      compare?: 'before';
    },
  ): WindowQuery | undefined {
    const { compareFrom, compareTo, compare } = query;
    if (compareFrom !== undefined || compareTo !== undefined) {
      windowOf({ from: compareFrom, to: compareTo }, '');
      return { from: compareFrom, to: compareTo };
    }
    if (compare !== 'before') return undefined;
    const window = windowOf(query, this.#options.metrics.today(scope));
    const length = daysBetween(window.from, window.before);
    return { from: addDays(window.from, -length), to: window.from };
  }

  async #freshness() {
    const { db } = this.#options;
    const row: {
      rows: { pending: string; generation: number; rebuilding: boolean }[];
    } = await db.raw(
      `select (select count(*) from (select 1 from pending limit 10000) waiting) as pending,
         (select max(generation) from generations where state = 'active') as generation,
         exists (select 1 from generations where state = 'building') as rebuilding`,
    );
    const [{ pending, generation, rebuilding }] = row.rows;
    return { pending: Number(pending), generation, rebuilding };
  }

  #mayReadMetrics(as: As): Promise<void> {
    return this.#options.access.require(
      doraMetricsReadPermission,
      as,
      'The delivery metrics are for people who are signed in to the portal.',
    );
  }
}
