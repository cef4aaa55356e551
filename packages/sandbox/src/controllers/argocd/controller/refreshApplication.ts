import { isDeepStrictEqual } from 'node:util';
import type { ObjectKey } from '../../runtime';
import { wireTime } from '../../runtime';
import { refreshAnnotation } from '../annotations';
import { hasSeveralSources } from '../applicationSources';
import type { ArgoParts } from '../ArgoParts';
import {
  RepositoryGraceError,
  type StateComparer,
  type StateComparison,
} from '../compare/StateComparer';
import { imagesOf } from '../images';
import { checkProject } from '../project/projectOf';
import { descendants } from '../tree/buildTree';
import { externalUrlsOf } from '../tree/nodeOf';
import type {
  Application,
  ApplicationCondition,
  ApplicationStatus,
  AppProject,
} from '../types';
import { autoSync } from './autoSync';
import { mergeConditions } from './conditions';
import { withStatus, writeApplication } from './writeApplication';

/** Why an Application is compared. */
export type RefreshReason = {
  /** Asked for, or the spec changed: repositories are asked for news. */
  fresh: boolean;
  hard: boolean;
  /** Only something live changed: no new `reconciledAt` when it makes no difference. */
  quiet: boolean;
};

/** What the caller has to do next. */
export type RefreshOutcome = { requeueAfterMs?: number };

/** Compares an Application, begins a synchronisation if it is time, and writes the status. */
export async function refreshApplication(
  parts: ArgoParts,
  comparer: StateComparer,
  app: Application,
  reason: RefreshReason,
  onCompared: (comparison: StateComparison) => void,
): Promise<RefreshOutcome> {
  const { project, conditions } = checkProject(parts, app);
  if (!project || conditions.length > 0) {
    await writeSpecErrors(parts, app, conditions);
    return {};
  }
  let comparison: StateComparison;
  try {
    comparison = await comparer.compare(app, project, reason);
  } catch (error) {
    if (!(error instanceof RepositoryGraceError)) throw error;
    return { requeueAfterMs: Math.min(error.retryAfterMs, 10_000) };
  }
  onCompared(comparison);
  const outcome = await trySync(parts, app, project, comparison);
  if (outcome === 'overtaken') return { requeueAfterMs: 20 };
  await writeComparison(parts, app, comparison, reason, outcome.condition);
  return { requeueAfterMs: outcome.retryAfterMs };
}

/** Whether the spec is another than the one that was compared last. */
export function isSpecChanged({ spec, status }: Application): boolean {
  const { comparedTo } = status?.sync ?? {};
  const { source, sources, destination, ignoreDifferences } = spec;
  const several = (sources?.length ?? 0) > 0;
  return !isDeepStrictEqual(
    {
      destination,
      source: several ? { repoURL: '' } : source,
      ...(several && { sources }),
      ...(ignoreDifferences && { ignoreDifferences }),
    },
    comparedTo,
  );
}

/** A comparison is out of date once an operation began or ended meanwhile; nothing is begun because of it. */
async function trySync(
  parts: ArgoParts,
  app: Application,
  project: AppProject,
  comparison: StateComparison,
) {
  const now = parts.applications.get(keyOfApp(app));
  if (!now) return {};
  const before = app.status?.operationState;
  const after = now.status?.operationState;
  if (
    before?.phase !== after?.phase ||
    before?.startedAt !== after?.startedAt ||
    Boolean(app.operation) !== Boolean(now.operation)
  ) {
    return 'overtaken';
  }
  return autoSync(parts, now, project, comparison);
}

async function writeSpecErrors(
  parts: ArgoParts,
  app: Application,
  found: ApplicationCondition[],
): Promise<void> {
  const status: ApplicationStatus = {
    conditions: mergeConditions(app.status?.conditions, found),
    sync: { ...app.status?.sync, status: 'Unknown' },
    health: healthAt(app, 'Unknown'),
  };
  await writeApplication(
    parts,
    app,
    withoutRefresh(parts, withStatus(app, status)),
  );
  noteChanges(parts, app, status);
}

async function writeComparison(
  parts: ArgoParts,
  app: Application,
  comparison: StateComparison,
  { quiet }: RefreshReason,
  condition: ApplicationCondition | undefined,
): Promise<void> {
  const { sourceTypes, sync, resources } = comparison;
  const found = [...comparison.conditions, ...(condition ? [condition] : [])];
  const conditions = mergeConditions(app.status?.conditions, found);
  const all = descendants(comparison.compared, parts.live);
  const images = sortedSet(
    all.filter(it => it.kind === 'Pod').flatMap(imagesOf),
  );
  const externalURLs = sortedSet(all.flatMap(externalUrlsOf));
  const {
    conditions: _conditions,
    resources: _resources,
    sourceType: _type,
    sourceTypes: _types,
    ...kept
  } = app.status ?? {};
  const status: ApplicationStatus = {
    ...kept,
    sync,
    health: healthAt(app, comparison.health),
    ...(resources.length > 0 && { resources }),
    ...(conditions.length > 0 && { conditions }),
    ...(hasSeveralSources(app)
      ? { sourceTypes }
      : sourceTypes[0] && { sourceType: sourceTypes[0] }),
    summary: {
      ...(images.length > 0 && { images }),
      ...(externalURLs.length > 0 && { externalURLs }),
    },
    controllerNamespace: parts.namespace,
    resourceHealthSource: 'appTree',
  };
  const after = withoutRefresh(parts, { ...app, status });
  if (quiet && isDeepStrictEqual(after, app)) return;
  await writeApplication(parts, app, {
    ...after,
    status: { ...status, reconciledAt: wireTime() },
  });
  noteChanges(parts, app, status);
}

function healthAt(
  app: Application,
  status: StateComparison['health'],
): ApplicationStatus['health'] {
  const before = app.status?.health;
  const lastTransitionTime =
    before?.status === status ? before.lastTransitionTime : wireTime();
  return { ...(lastTransitionTime && { lastTransitionTime }), status };
}

/** Without the request that is done; one that came meanwhile stays, to be done next. */
function withoutRefresh(parts: ArgoParts, app: Application): Application {
  const { [refreshAnnotation]: asked, ...annotations } =
    app.metadata.annotations ?? {};
  const now = parts.applications.get(keyOfApp(app));
  const askedNow = now?.metadata.annotations?.[refreshAnnotation];
  if (asked === undefined || (now && askedNow !== asked)) return app;
  return { ...app, metadata: { ...app.metadata, annotations } };
}

function noteChanges(
  { recorder }: ArgoParts,
  { status: before, ...app }: Application,
  after: ApplicationStatus,
): void {
  const changes = [
    ['sync', before?.sync?.status, after.sync?.status],
    ['health', before?.health?.status, after.health?.status],
  ];
  for (const [what, from = '', to = ''] of changes) {
    if (from === to) continue;
    recorder.record(app, {
      type: 'Normal',
      reason: 'ResourceUpdated',
      message: `Updated ${what} status: ${from} -> ${to}`,
    });
  }
}

function keyOfApp({ metadata }: Application): ObjectKey {
  return { namespace: metadata.namespace, name: metadata.name ?? '' };
}

function sortedSet(values: string[]): string[] {
  return [...new Set(values)].sort();
}
