import { wireTime } from '../../runtime';
import type {
  Application,
  OperationState,
  RevisionHistory,
  SyncResult,
} from '../types';

const DEFAULT_LIMIT = 10;

/** The Application's history with one more deployment; the oldest are dropped beyond the limit. */
export function extendedHistory(
  app: Application,
  state: OperationState,
  result: SyncResult,
): RevisionHistory[] {
  const before = app.status?.history ?? [];
  const entry: RevisionHistory = {
    ...(result.sources
      ? {
          revisions: result.revisions,
          source: { repoURL: '' },
          sources: result.sources,
        }
      : { revision: result.revision, source: result.source }),
    deployStartedAt: state.startedAt,
    deployedAt: wireTime(),
    id: (before.at(-1)?.id ?? -1) + 1,
    ...(state.operation.initiatedBy && {
      initiatedBy: state.operation.initiatedBy,
    }),
  };
  const limit = app.spec.revisionHistoryLimit ?? DEFAULT_LIMIT;
  return limit > 0 ? [...before, entry].slice(-limit) : [];
}
