import { z } from 'zod';
import {
  type Application,
  hasSeveralSources,
  type Operation,
  sourcesOf,
} from '../../controllers/argocd';
import type { JsonObject } from '../../controllers/runtime';
import { applicationWire } from '../applications/applicationWire';
import {
  changeApplication,
  noteOperation,
} from '../applications/changeApplication';
import {
  findApplication,
  qualifiedName,
  rbacNameOf,
} from '../applications/findApplication';
import { resolveRevisions } from '../applications/resolveRevisions';
import { compact } from '../applications/compact';
import { ApiError, type Code } from '../http/ApiError';
import { type Call, type Route, subjectOf } from '../http/Call';
import { readJson } from '../http/readJson';
import { requireRight, type ServerContext } from '../ServerContext';

const anything = z.record(z.string(), z.unknown());
const syncRequest = z.looseObject({
  revision: z.string().nullish(),
  revisions: z.array(z.string()).nullish(),
  sourcePositions: z.array(z.union([z.number(), z.string()])).nullish(),
  dryRun: z.boolean().nullish(),
  prune: z.boolean().nullish(),
  strategy: anything.nullish(),
  resources: z.array(anything).nullish(),
  manifests: z.array(z.string()).nullish(),
  infos: z.array(anything).nullish(),
  retryStrategy: anything.nullish(),
  syncOptions: z
    .looseObject({ items: z.array(z.string()).nullish() })
    .nullish(),
});
const rollbackRequest = z.looseObject({
  id: z.union([z.number(), z.string().regex(/^\d+$/)]).default(0),
  dryRun: z.boolean().nullish(),
  prune: z.boolean().nullish(),
});

/** Synchronise, roll back, terminate. */
export function operationRoutes(context: ServerContext): Route[] {
  const at = '/api/v1/applications/:name';
  return [
    {
      method: 'POST',
      pattern: `${at}/sync`,
      handler: call => synchronise(context, call),
    },
    {
      method: 'POST',
      pattern: `${at}/rollback`,
      handler: call => rollBack(context, call),
    },
    {
      method: 'DELETE',
      pattern: `${at}/operation`,
      handler: call => terminate(context, call),
    },
  ];
}

async function synchronise(context: ServerContext, call: Call) {
  const body = await readJson(call.raw, syncRequest, 'ApplicationSyncRequest');
  const app = await findApplication(context, call);
  const subject = subjectOf(call);
  await requireRight(
    context,
    subject,
    'applications',
    'sync',
    rbacNameOf(context, app),
  );
  if (!context.argo.syncWindows(app).canSync) {
    throw new ApiError(
      'PermissionDenied',
      'cannot sync: blocked by sync window',
    );
  }
  requireNotDeleting(app);
  if (body.manifests?.length) {
    throw failed(
      'InvalidArgument',
      'manifests: synchronising with manifests of the request is not possible here; push them to the repository',
    );
  }
  const resolved = await resolveRevisions(context, app, {
    revision: body.revision ?? undefined,
    revisions: body.revisions ?? undefined,
    positions: (body.sourcePositions ?? []).map(Number),
    dryRun: body.dryRun ?? false,
  });
  const several = hasSeveralSources(app);
  const operation = compact({
    sync: {
      revision: several ? undefined : resolved.revisions[0],
      revisions: several ? resolved.revisions : undefined,
      prune: body.prune ?? undefined,
      dryRun: body.dryRun ?? undefined,
      syncStrategy: strategyOf(body.strategy),
      resources: body.resources ?? undefined,
      source: several ? undefined : sourcesOf(app)[0],
      sources: several ? sourcesOf(app) : undefined,
      syncOptions: body.syncOptions?.items ?? undefined,
    },
    initiatedBy: { username: subject.name },
    info: body.infos ?? undefined,
  }) as Operation;
  operation.retry = (body.retryStrategy ?? {}) as Operation['retry'];
  const changed = await begin(context, app, operation);
  const partial = body.resources?.length ? 'partial ' : '';
  noteOperation(
    context,
    changed,
    `${subject.name} initiated ${partial}sync to ${resolved.displayed}`,
  );
  return { json: applicationWire(changed) };
}

async function rollBack(context: ServerContext, call: Call) {
  const body = await readJson(
    call.raw,
    rollbackRequest,
    'ApplicationRollbackRequest',
  );
  const app = await findApplication(context, call);
  const subject = subjectOf(call);
  await requireRight(
    context,
    subject,
    'applications',
    'sync',
    rbacNameOf(context, app),
  );
  requireNotDeleting(app);
  if (isAutomated(app)) {
    throw failed(
      'FailedPrecondition',
      'rollback cannot be initiated when auto-sync is enabled',
    );
  }
  const id = Number(body.id);
  const entry = app.status?.history?.find(it => it.id === id);
  if (!entry) {
    throw failed(
      'InvalidArgument',
      `application ${qualifiedName(
        app,
      )} does not have deployment with id ${id}`,
    );
  }
  const operation = compact({
    sync: {
      revision: entry.revision,
      revisions: entry.revisions,
      prune: body.prune ?? undefined,
      dryRun: body.dryRun ?? undefined,
      syncOptions: app.spec.syncPolicy?.syncOptions,
      source: entry.source,
      sources: entry.sources,
    },
    initiatedBy: { username: subject.name },
  }) as Operation;
  operation.sync = { ...operation.sync, syncStrategy: { apply: {} } };
  operation.retry = {};
  const changed = await begin(context, app, operation);
  noteOperation(
    context,
    changed,
    `${subject.name} initiated rollback to ${id}`,
  );
  return { json: applicationWire(changed) };
}

async function terminate(context: ServerContext, call: Call) {
  const app = await findApplication(context, call);
  const subject = subjectOf(call);
  await requireRight(
    context,
    subject,
    'applications',
    'sync',
    rbacNameOf(context, app),
  );
  const changed = await changeApplication(context, app, current => {
    if (!current.operation || !current.status?.operationState) {
      throw failed(
        'InvalidArgument',
        'Unable to terminate operation. No operation is in progress',
      );
    }
    return { status: { operationState: { phase: 'Terminating' } } };
  });
  noteOperation(
    context,
    changed,
    `${subject.name} terminated running operation`,
    'ResourceUpdated',
  );
  return { json: {} };
}

function begin(
  context: ServerContext,
  app: Application,
  operation: Operation,
): Promise<Application> {
  return changeApplication(context, app, current => {
    if (current.operation) {
      throw failed(
        'FailedPrecondition',
        'another operation is already in progress',
      );
    }
    return {
      operation: operation as unknown as JsonObject,
      status: { operationState: null },
    };
  });
}

function isAutomated({ spec }: Application): boolean {
  const automated = spec.syncPolicy?.automated;
  return automated !== undefined && automated.enabled !== false;
}

function requireNotDeleting({ metadata }: Application) {
  if (metadata.deletionTimestamp) {
    throw failed('FailedPrecondition', 'application is deleting');
  }
}

/** A strategy without what is false, as the real one's types drop it. */
function strategyOf(
  strategy: JsonObject | Record<string, unknown> | null | undefined,
) {
  if (!strategy) return undefined;
  return Object.fromEntries(
    Object.entries(strategy)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, compact(value) ?? {}]),
  );
}

function failed(kind: Code, message: string): ApiError {
  return new ApiError(kind, message);
}
