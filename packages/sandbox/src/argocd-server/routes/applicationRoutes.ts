import { isDeepStrictEqual } from 'node:util';
import { resourcesFinalizer } from '../../controllers/argocd';
import { isNotFound, refOf } from '../../controllers/runtime';
import {
  applicationWire,
  applicationWithHealth,
} from '../applications/applicationWire';
import { changeApplication } from '../applications/changeApplication';
import {
  findApplication,
  qualifiedName,
  rbacNameOf,
} from '../applications/findApplication';
import { matchesQuery } from '../applications/matchesQuery';
import { refreshApplication } from '../applications/refreshApplication';
import { selectFields } from '../applications/selectFields';
import {
  newestVersion,
  visibleApplications,
} from '../applications/visibleApplications';
import { ApiError } from '../http/ApiError';
import { type Call, query, type Route, subjectOf } from '../http/Call';
import { requireRight, type ServerContext } from '../ServerContext';

/** Applications: list, read and delete. */
export function applicationRoutes(context: ServerContext): Route[] {
  const all = '/api/v1/applications';
  const one = `${all}/:name`;
  return [
    { method: 'GET', pattern: all, handler: call => list(context, call) },
    { method: 'GET', pattern: one, handler: call => get(context, call) },
    { method: 'DELETE', pattern: one, handler: call => remove(context, call) },
  ];
}

async function list(context: ServerContext, call: Call) {
  const matches = matchesQuery(call);
  const items = (await visibleApplications(context, subjectOf(call)))
    .filter(matches)
    .map(applicationWire);
  const body = {
    metadata: { resourceVersion: newestVersion(context) },
    items: items.length ? items : null,
  };
  const fields = query(call, 'fields');
  // The version is always told: a stream may begin there.
  return {
    json: fields
      ? {
          ...(selectFields(body, fields) as object),
          metadata: body.metadata,
        }
      : body,
  };
}

async function get(context: ServerContext, call: Call) {
  let app = await findApplication(context, call);
  const refresh = query(call, 'refresh');
  if (refresh) {
    const kind = refresh === 'hard' ? 'hard' : 'normal';
    app = await refreshApplication(context, app, kind);
  }
  // The tree needs the repository; without it the resources have no health.
  const tree = await context.argo.resourceTree(app).catch(() => undefined);
  return {
    json: tree ? applicationWithHealth(app, tree) : applicationWire(app),
  };
}

async function remove(context: ServerContext, call: Call) {
  const app = await findApplication(context, call);
  await requireRight(
    context,
    subjectOf(call),
    'applications',
    'delete',
    rbacNameOf(context, app),
  );
  const cascades = query(call, 'cascade') !== 'false';
  const policy = query(call, 'propagationPolicy') ?? 'foreground';
  if (!['foreground', 'background', 'orphan'].includes(policy)) {
    throw new ApiError(
      'InvalidArgument',
      `invalid propagation policy: ${policy}`,
    );
  }
  const finalizer =
    policy === 'background'
      ? `${resourcesFinalizer}/background`
      : resourcesFinalizer;
  const present = app.metadata.finalizers ?? [];
  const others = present.filter(it => !it.startsWith(resourcesFinalizer));
  const finalizers =
    cascades && policy !== 'orphan' ? [...others, finalizer] : others;
  try {
    if (!isDeepStrictEqual(present, finalizers)) {
      await changeApplication(context, app, () => ({
        metadata: { finalizers },
      }));
    }
    await context.client.delete(refOf(app));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  context.log('info', 'An Application was deleted by the API', {
    application: qualifiedName(app),
    by: subjectOf(call).name,
  });
  return { json: {} };
}
