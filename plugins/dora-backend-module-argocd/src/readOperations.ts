import type { ArgoApplication } from '@cairn/plugin-delivery-common';
import { revisionNamesOf } from '@cairn/plugin-delivery-common';
import type { DeploymentFact } from '@cairn/plugin-dora-common';

/** What one entry of the history, or one operation, says by itself. */
export interface Operation
  extends Pick<
    DeploymentFact,
    | 'at'
    | 'externalId'
    | 'startedAt'
    | 'finishedAt'
    | 'result'
    | 'reachedProduction'
    | 'declaredKind'
    | 'gap'
  > {
  revisions: string[];
  /** What it runs, where that is known. */
  images?: string[];
}

type Status = NonNullable<ArgoApplication['status']>;
type Entry = NonNullable<Status['history']>[number];

function instant(text: string | undefined): number | undefined {
  const at = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return (
    one.length > 0 &&
    one.length === other.length &&
    one.every((name, index) => name === other[index])
  );
}

/** What the operation applied; its hooks run beside it. */
function imagesApplied({ status, spec }: ArgoApplication): string[] {
  const { syncOptions = [] } = spec?.syncPolicy ?? {};
  // Then only some resources are listed.
  if (syncOptions.includes('ApplyOutOfSyncOnly=true')) return [];
  return (status?.operationState?.syncResult?.resources ?? [])
    .filter(({ hookType }) => !hookType)
    .flatMap(({ images }) => images ?? []);
}

/** The images of the newest entry, once they can be told from those before. */
function imagesOf(application: ArgoApplication, entry: Entry): string[] {
  const { operationState, sync, health, summary } = application.status ?? {};
  const revisions = revisionNamesOf(entry);
  const synced = revisionNamesOf(operationState?.syncResult ?? {});
  if (operationState?.phase !== 'Succeeded' || !isSame(revisions, synced)) {
    return [];
  }
  const applied = imagesApplied(application);
  if (applied.length > 0) return applied;
  const isSettled =
    sync?.status === 'Synced' &&
    health?.status === 'Healthy' &&
    isSame(revisions, revisionNamesOf(sync));
  return isSettled ? summary?.images ?? [] : [];
}

/** Back to what an earlier entry had, after another came between. */
function isRollback(entries: readonly Entry[], index: number): boolean {
  const names = revisionNamesOf(entries[index] ?? {});
  const previous = revisionNamesOf(entries[index - 1] ?? {});
  return (
    index > 1 &&
    !isSame(names, previous) &&
    entries
      .slice(0, index - 1)
      .some(entry => isSame(revisionNamesOf(entry), names))
  );
}

function readHistory(
  application: ArgoApplication,
  key: string,
  lastKnown: number | undefined,
): Operation[] {
  const entries = (application.status?.history ?? [])
    .filter(({ id, deployedAt }) => id !== undefined && deployedAt)
    .sort((one, other) => (one.id ?? 0) - (other.id ?? 0));
  return entries.flatMap((entry, index): Operation[] => {
    const { id = 0, deployedAt, deployStartedAt } = entry;
    const finishedAt = instant(deployedAt);
    if (finishedAt === undefined) return [];
    const before = entries[index - 1]?.id ?? lastKnown;
    const isGap = before !== undefined && id > before + 1;
    const images =
      index === entries.length - 1 ? imagesOf(application, entry) : [];
    return [
      {
        at: finishedAt,
        externalId: `${key}/${id}`,
        startedAt: instant(deployStartedAt),
        finishedAt,
        result: 'succeeded',
        revisions: revisionNamesOf(entry),
        ...(images.length > 0 && { images }),
        ...(isGap && { gap: true }),
        ...(isRollback(entries, index) && { declaredKind: 'rollback' }),
      },
    ];
  });
}

/** The last operation, where it leaves no entry and yet deployed, or failed to. */
function readLast(application: ArgoApplication, key: string): Operation[] {
  const { operationState: state, history = [] } = application.status ?? {};
  const startedAt = instant(state?.startedAt);
  const finishedAt = instant(state?.finishedAt);
  const { sync } = state?.operation ?? {};
  if (!state || startedAt === undefined || finishedAt === undefined) return [];
  if (!sync || sync.dryRun) return [];
  const isHeal = Boolean(sync.autoHealAttemptsCount);
  const result = state.syncResult ?? {};
  const revisions =
    [result, sync].map(revisionNamesOf).find(n => n.length) ?? [];
  const operation = {
    at: finishedAt,
    externalId: `${key}/operation/${state.startedAt}`,
    startedAt,
    finishedAt,
    revisions,
  };
  if (state.phase === 'Failed' || state.phase === 'Error') {
    if (isHeal || sync.resources?.length) return [];
    const changed = (result.resources ?? []).some(
      ({ status, hookType }) => status === 'Synced' && !hookType,
    );
    return [{ ...operation, result: 'failed', reachedProduction: changed }];
  }
  // A repair after a failed comparison comes as a self-heal, with a revision that is new.
  const isKnown = history.some(entry =>
    isSame(revisionNamesOf(entry), revisions),
  );
  if (state.phase !== 'Succeeded' || !isHeal || isKnown) return [];
  return revisions.length > 0 ? [{ ...operation, result: 'succeeded' }] : [];
}

/**
 * What an Application tells of its deployments: its history, which keeps full successes only, and its
 * last operation. What runs now is no result, nor is one that is gone.
 *
 * @param lastKnown - the highest id that is known already
 */
export function readOperations(
  application: ArgoApplication,
  key: string,
  lastKnown?: number,
): Operation[] {
  return [
    ...readHistory(application, key, lastKnown),
    ...readLast(application, key),
  ];
}
