import { wireTime } from '../../runtime';
import { hasSeveralSources, sourcesOf } from '../applicationSources';
import type { ArgoParts } from '../ArgoParts';
import type { StateComparer } from '../compare/StateComparer';
import { checkProject } from '../project/projectOf';
import { mayAutoSync, windowsOf } from '../project/windows';
import { SyncRun } from '../sync/SyncRun';
import type {
  Application,
  AppProject,
  Operation,
  OperationPhase,
  OperationState,
  SyncOperation,
} from '../types';
import { formatConditions } from './conditions';
import { extendedHistory } from './history';
import { kitchenTime, retryDelay } from './retry';
import { withStatus, writeApplication } from './writeApplication';

/** How an operation stands after a look at it. */
export type OperationOutcome = {
  completed?: boolean;
  requeueAfterMs?: number;
};

type Step = {
  parts: ArgoParts;
  comparer: StateComparer;
  signal: AbortSignal;
  app: Application;
  operation: Operation;
  state: OperationState;
};

/** Takes the next step of the operation that is set on an Application. */
export async function runOperation(
  parts: ArgoParts,
  comparer: StateComparer,
  found: Application,
  signal: AbortSignal,
): Promise<OperationOutcome> {
  const { operation } = found;
  if (!operation) return {};
  const begun = begin(parts, found, operation);
  if ('waitMs' in begun) return { requeueAfterMs: begun.waitMs };
  const app = await writeState(parts, found, begun.state);
  const step: Step = {
    parts,
    comparer,
    signal,
    app,
    operation,
    state: begun.state,
  };
  const wasTerminating = begun.state.phase === 'Terminating';
  const state = await synchronise(step);
  const final = wasTerminating ? state : withRetry(parts, state);
  return finish(step, final);
}

/** The state to go on from; for a failed attempt only when its wait is over. */
function begin(
  parts: ArgoParts,
  { status }: Application,
  operation: Operation,
): { state: OperationState } | { waitMs: number } {
  const before = status?.operationState;
  if (!before || isCompleted(before.phase)) {
    return {
      state: {
        operation: { ...operation, retry: operation.retry ?? {} },
        phase: 'Running',
        startedAt: wireTime(),
      },
    };
  }
  if (before.phase !== 'Running' || !before.finishedAt) {
    return { state: before };
  }
  const { retry } = before.operation;
  const attempt = before.retryCount ?? 0;
  const due = Date.parse(before.finishedAt) + retryDelay(parts, retry, attempt);
  const waitMs = due - Date.now();
  if (waitMs > 0) return { waitMs };
  const { finishedAt: _at, syncResult: _result, ...rest } = before;
  const latest = retry?.refresh ? ' with latest revisions' : '';
  return {
    state: {
      ...rest,
      operation: retry?.refresh
        ? { ...before.operation, sync: withoutRevisions(before.operation.sync) }
        : before.operation,
      message: `Retrying operation${latest}. Attempt #${attempt}`,
    },
  };
}

async function synchronise(step: Step): Promise<OperationState> {
  const { parts, app, state } = step;
  const { sync } = state.operation;
  const error = (message: string): OperationState => ({
    ...state,
    phase: 'Error',
    message,
  });
  if (!sync) return error('Invalid operation request: no operation specified');
  const { project, conditions } = checkProject(parts, app);
  if (!project || conditions.length > 0) {
    return error(formatConditions(conditions));
  }
  if (isBlocked(app, project, state)) {
    return { ...state, message: 'Sync operation blocked by sync window' };
  }
  return compareAndRun(step, project, sync);
}

async function compareAndRun(
  { parts, comparer, app, state, signal }: Step,
  project: AppProject,
  sync: SyncOperation,
): Promise<OperationState> {
  const several = hasSeveralSources(app);
  const own = several ? sync.sources : sync.source && [sync.source];
  const sources = own?.length && own[0]?.repoURL ? own : sourcesOf(app);
  const known = state.syncResult;
  const wanted = several
    ? known?.revisions ?? sync.revisions
    : [known?.revision || sync.revision || ''];
  const comparison = await comparer.compare(app, project, {
    revisions: wanted,
    sources,
    fresh: true,
    syncOptions: sync.syncOptions,
  });
  const { revisions } = comparison;
  const { managedNamespaceMetadata } = app.spec.syncPolicy ?? {};
  const syncResult: OperationState['syncResult'] = {
    ...known,
    ...(managedNamespaceMetadata && { managedNamespaceMetadata }),
    ...(several
      ? { revision: '', revisions, source: { repoURL: '' }, sources }
      : { revision: revisions[0] ?? '', source: sources[0] }),
  };
  if (comparison.failed) {
    return {
      ...state,
      phase: 'Error',
      message: formatConditions(
        comparison.conditions.filter(it => it.type === 'ComparisonError'),
      ),
      syncResult: {
        ...syncResult,
        ...(!several && { revision: sync.revision ?? '' }),
      },
    };
  }
  const shared = comparison.conditions.find(
    it => it.type === 'SharedResourceWarning',
  );
  const syncOptions = sync.syncOptions ?? [];
  if (shared && syncOptions.includes('FailOnSharedResource=true')) {
    const message = `Shared resource found: ${shared.message}`;
    return { ...state, phase: 'Failed', message, syncResult };
  }
  const request = {
    app,
    project,
    sync,
    comparison,
    state: { ...state, syncResult },
    syncOptions,
    instance: comparer.instanceOf(app),
  };
  const run = new SyncRun(parts, request, signal);
  if (state.phase === 'Terminating') await run.terminate();
  else await run.sync();
  const resources = run.results.list;
  return {
    ...state,
    phase: run.phase,
    ...(run.message && { message: run.message }),
    syncResult: { ...syncResult, ...(resources.length > 0 && { resources }) },
  };
}

function isBlocked(
  app: Application,
  project: AppProject,
  state: OperationState,
): boolean {
  if (state.syncResult || state.phase === 'Terminating') return false;
  const windows = windowsOf(app, project);
  return state.operation.initiatedBy?.automated
    ? !mayAutoSync(windows)
    : !windows.canSync;
}

/** A failed attempt becomes a wait, as long as there are attempts left. */
function withRetry(parts: ArgoParts, state: OperationState): OperationState {
  if (state.phase !== 'Failed' && state.phase !== 'Error') return state;
  const { retry } = state.operation;
  const limit = retry?.limit ?? 0;
  const tried = state.retryCount ?? 0;
  if (limit < 0 || tried < limit) {
    const now = new Date();
    const at = new Date(now.getTime() + retryDelay(parts, retry, tried));
    const retryCount = tried + 1;
    return {
      ...state,
      phase: 'Running',
      finishedAt: wireTime(now),
      retryCount,
      message: `${
        state.message
      }. Retrying attempt #${retryCount} at ${kitchenTime(at)}.`,
    };
  }
  if (tried === 0) return state;
  return { ...state, message: `${state.message} (retried ${tried} times).` };
}

async function finish(
  { parts, app, operation }: Step,
  state: OperationState,
): Promise<OperationOutcome> {
  if (!isCompleted(state.phase)) {
    await writeState(parts, app, state);
    const { operationPollMs } = parts.timing;
    const wait = state.finishedAt
      ? retryDelay(parts, state.operation.retry, state.retryCount ?? 0)
      : operationPollMs;
    return { requeueAfterMs: Math.max(wait, operationPollMs / 10) };
  }
  const { sync } = state.operation;
  const partial = (sync?.resources?.length ?? 0) > 0;
  let current = app;
  if (
    state.phase === 'Succeeded' &&
    state.syncResult &&
    !sync?.dryRun &&
    !partial
  ) {
    const history = extendedHistory(app, state, state.syncResult);
    current = await writeApplication(parts, app, withStatus(app, { history }));
  }
  const finished = { ...state, finishedAt: wireTime() };
  await writeState(parts, { ...current, operation }, finished);
  noteEnd(parts, app, finished, partial);
  return { completed: true };
}

async function writeState(
  parts: ArgoParts,
  app: Application,
  state: OperationState,
): Promise<Application> {
  const after = withStatus(app, { operationState: state });
  if (isCompleted(state.phase)) delete after.operation;
  return writeApplication(parts, app, after);
}

function noteEnd(
  { recorder }: ArgoParts,
  app: Application,
  { phase, message, syncResult }: OperationState,
  partial: boolean,
): void {
  const revision = syncResult?.sources
    ? (syncResult.revisions ?? []).join(',')
    : syncResult?.revision;
  const to = syncResult ? ` to ${revision}` : '';
  const what = `${partial ? 'Partial sync' : 'Sync'} operation${to}`;
  recorder.record(
    app,
    phase === 'Succeeded'
      ? {
          type: 'Normal',
          reason: 'OperationCompleted',
          message: `${what} succeeded`,
        }
      : {
          type: 'Warning',
          reason: 'OperationCompleted',
          message: `${what} failed: ${message}`,
        },
  );
}

function isCompleted(phase: OperationPhase): boolean {
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Error';
}

function withoutRevisions(
  sync: SyncOperation | undefined,
): SyncOperation | undefined {
  const { revision: _one, revisions: _several, ...rest } = sync ?? {};
  return rest;
}
