import type { DeploymentRow, Ledger } from '../facts';
import type { Deployment } from './types';

type FinishedRow = DeploymentRow & {
  result: 'succeeded' | 'failed';
  finishedAt: number;
};

function isFinished(row: DeploymentRow): row is FinishedRow {
  return row.result !== undefined && row.finishedAt !== undefined;
}

/** By end, then start, then id. */
export function inOrder(
  a: { finishedAt?: number; startedAt?: number; id: string },
  b: { finishedAt?: number; startedAt?: number; id: string },
): number {
  const end = (a.finishedAt ?? Infinity) - (b.finishedAt ?? Infinity);
  if (end) return end;
  const start = (a.startedAt ?? 0) - (b.startedAt ?? 0);
  if (start) return start;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

interface Built {
  revision: string;
  repository: string | undefined;
}

/** From artifact to what it was built from. */
export type BuildIndex = ReadonlyMap<string, readonly Built[]>;

export function indexBuilds(ledger: Ledger): BuildIndex {
  const index = new Map<string, Built[]>();
  for (const { revision, repository, artifacts } of ledger.builds.values()) {
    if (revision === undefined) continue;
    for (const artifact of artifacts ?? []) {
      const built = index.get(artifact) ?? [];
      built.push({ revision, repository });
      index.set(artifact, built);
    }
  }
  return index;
}

/** What is known of builds, and whose commits count. */
export interface RevisionSources {
  builds: BuildIndex;
  repository: string | undefined;
}

/** As stated, else as its builds say; builds of several commits say nothing. */
function resolveRevision(
  row: DeploymentRow,
  { builds, repository }: RevisionSources,
): string | undefined {
  if (row.revision !== undefined) return row.revision;
  const revisions = new Set(
    (row.artifacts ?? [])
      .flatMap(artifact => builds.get(artifact) ?? [])
      .filter(b => b.repository === undefined || b.repository === repository)
      .map(({ revision }) => revision),
  );
  return revisions.size === 1 ? [...revisions][0] : undefined;
}

function union(sets: readonly (readonly string[] | undefined)[]): string[] {
  return [...new Set(sets.flatMap(set => set ?? []))].sort();
}

function join(rows: FinishedRow[], sources: RevisionSources): Deployment {
  const last = rows[rows.length - 1];
  const failed = rows.filter(({ result }) => result === 'failed');
  const starts = rows.flatMap(({ startedAt }) => startedAt ?? []);
  const planned = rows.flatMap(row => row.planned ?? []);
  return {
    id: rows[0].key,
    targets: rows.map(({ key }) => key),
    component: last.component,
    environments: union(rows.map(({ environment }) => [environment])),
    startedAt: starts.length ? Math.min(...starts) : undefined,
    finishedAt: last.finishedAt,
    result: failed.length ? 'failed' : 'succeeded',
    touchedProduction: rows.some(row => row.reachedProduction),
    outcomeKnown: rows.every(row => row.reachedProduction !== undefined),
    revision: resolveRevision(last, sources),
    artifacts: union(rows.map(({ artifacts }) => artifacts)),
    configRevision: last.configRevision,
    releaseId: last.releaseId,
    labels: union(rows.map(({ labels }) => labels)),
    planned: planned.length ? planned.every(Boolean) : undefined,
    declaredKind: rows.find(row => row.declaredKind)?.declaredKind,
    remediates: union(rows.map(({ remediates }) => remediates)),
    fixes: union(rows.map(({ fixes }) => fixes)),
    gap: rows.some(({ gap }) => gap),
  };
}

/**
 * Rows of one release in different environments are one attempt; the same environment again starts
 * the next. An attempt is over when all its targets are.
 */
function attempts(rows: readonly DeploymentRow[]): DeploymentRow[][] {
  const sorted = rows.map(row => ({ ...row, id: row.key })).sort(inOrder);
  const groups = new Map<string, DeploymentRow[]>();
  const tries = new Map<string, number>();
  for (const row of sorted) {
    if (row.releaseId === undefined) {
      groups.set(row.key, [row]);
      continue;
    }
    const target = JSON.stringify([row.releaseId, row.environment]);
    const attempt = (tries.get(target) ?? 0) + 1;
    tries.set(target, attempt);
    const key = JSON.stringify([row.releaseId, attempt]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** A component's finished production deployments in order, and when unfinished ones began. */
export function collectDeployments(
  rows: readonly DeploymentRow[],
  sources: RevisionSources,
): { finished: Deployment[]; unfinished: number[] } {
  const production = rows.filter(({ tier }) => tier === 'production');
  const finished: Deployment[] = [];
  const unfinished: number[] = [];
  for (const attempt of attempts(production)) {
    if (attempt.every(isFinished)) finished.push(join(attempt, sources));
    else unfinished.push(attempt[0].startedAt ?? attempt[0].at);
  }
  return { finished: finished.sort(inOrder), unfinished };
}

/** Whether two deployments concern a common environment. */
export function shareEnvironment(a: Deployment, b: Deployment): boolean {
  return a.environments.some(name => b.environments.includes(name));
}
