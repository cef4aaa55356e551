import { isDeepStrictEqual } from 'node:util';
import { hasSeveralSources, sourcesOf } from '../applicationSources';
import type { ArgoParts } from '../ArgoParts';
import type { StateComparison } from '../compare/StateComparer';
import { mayAutoSync, windowsOf } from '../project/windows';
import type {
  Application,
  ApplicationCondition,
  AppProject,
  Operation,
} from '../types';
import { writeApplication } from './writeApplication';

/** What came of asking whether to synchronise. */
export type AutoSyncOutcome = {
  started?: boolean;
  condition?: ApplicationCondition;
  /** Ask again after so long. */
  retryAfterMs?: number;
};

/** Begins an automated synchronisation, if the Application wants one and there is a reason. */
export async function autoSync(
  parts: ArgoParts,
  app: Application,
  project: AppProject,
  comparison: StateComparison,
): Promise<AutoSyncOutcome> {
  const { syncPolicy } = app.spec;
  const { automated } = syncPolicy ?? {};
  if (!automated || automated.enabled === false) return {};
  if (app.operation || app.metadata.deletionTimestamp) return {};
  const { sync, resources, revisions } = comparison;
  if (sync.status !== 'OutOfSync') return {};
  if (!mayAutoSync(windowsOf(app, project))) return {};
  const toApply = resources.filter(
    it => it.status !== 'Synced' && !it.requiresPruning && !it.hook,
  );
  if (!automated.prune && toApply.length === 0) return {};

  const operation = plannedOperation(app, revisions);
  const last = lastAttempt(app, revisions);
  if (last && last.phase !== 'Succeeded') {
    return {
      condition: {
        type: 'SyncError',
        message: `Failed last sync attempt to ${listed(revisions)}: ${
          last.message ?? ''
        }`,
      },
    };
  }
  if (last) {
    if (!automated.selfHeal) return {};
    const attempts = last.operation.sync?.autoHealAttemptsCount ?? 0;
    const retryAfterMs = healDelay(parts, attempts, last.finishedAt);
    if (retryAfterMs > 0) return { retryAfterMs };
    operation.sync = {
      ...operation.sync,
      autoHealAttemptsCount: attempts + 1,
      resources: resources
        .filter(it => it.status !== 'Synced' && !it.hook)
        .map(({ group, kind, name }) => ({
          ...(group && { group }),
          kind,
          name,
        })),
    };
  }
  const wipesOut = resources.every(it => it.requiresPruning);
  if (automated.prune && !automated.allowEmpty && wipesOut) {
    return {
      condition: {
        type: 'SyncError',
        message: `Skipping sync attempt to ${listed(
          revisions,
        )}: auto-sync will wipe out all resources`,
      },
    };
  }
  const { operationState: _, ...status } = app.status ?? {};
  await writeApplication(parts, app, { ...app, operation, status });
  parts.recorder.record(app, {
    type: 'Normal',
    reason: 'OperationStarted',
    message: `Initiated automated sync to '${revisions.join(', ')}'`,
  });
  return { started: true };
}

function plannedOperation(app: Application, revisions: string[]): Operation {
  const { automated, syncOptions, retry } = app.spec.syncPolicy ?? {};
  const several = hasSeveralSources(app);
  return {
    initiatedBy: { automated: true },
    retry: retry ? withoutZero(retry) : { limit: 5 },
    sync: {
      ...(automated?.prune && { prune: true }),
      ...(several
        ? { revisions, sources: sourcesOf(app) }
        : { revision: revisions[0], source: app.spec.source }),
      ...(syncOptions && { syncOptions }),
    },
  };
}

/** As Go writes it: a limit of 0 is left out. */
function withoutZero({ limit, ...retry }: NonNullable<Operation['retry']>) {
  return { ...(limit ? { limit } : {}), ...retry };
}

/** The last operation, if it was about these very revisions and sources. */
function lastAttempt(app: Application, revisions: string[]) {
  const state = app.status?.operationState;
  const result = state?.syncResult;
  if (!state || !state.operation.sync || !result) return undefined;
  if (hasSeveralSources(app)) {
    const same =
      isDeepStrictEqual(result.revisions, revisions) &&
      isDeepStrictEqual(result.sources, sourcesOf(app));
    return same ? state : undefined;
  }
  const plain = (source: typeof result.source) => ({
    ...source,
    targetRevision: '',
  });
  const same =
    result.revision === revisions[0] &&
    isDeepStrictEqual(plain(app.spec.source), plain(result.source));
  return same ? state : undefined;
}

/** The second self-heal waits 2 s since the last, then 6, 18, 54, up to five minutes. */
function healDelay(
  { timing }: ArgoParts,
  attempts: number,
  finishedAt: string | undefined,
): number {
  if (attempts === 0 || !finishedAt) return 0;
  const wait = Math.min(
    timing.selfHealBackoffMs * 3 ** (attempts - 1),
    timing.selfHealMaxBackoffMs,
  );
  return Date.parse(finishedAt) + wait - Date.now();
}

function listed(revisions: string[]): string {
  return `[${revisions.join(' ')}]`;
}
