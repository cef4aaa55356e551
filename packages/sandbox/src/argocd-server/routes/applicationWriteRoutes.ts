import { isDeepStrictEqual } from 'node:util';
import jsonpatch from 'fast-json-patch';
import { z } from 'zod';
import { applyMergePatch } from '../../controllers/applicationset/render/mergePatch';
import {
  type Application,
  type ApplicationSpec,
  argoApiVersion,
} from '../../controllers/argocd';
import type { JsonObject } from '../../controllers/runtime';
import { applicationWire } from '../applications/applicationWire';
import {
  findApplication,
  isEnabledNamespace,
  rbacName,
  rbacNameOf,
} from '../applications/findApplication';
import { refused, validate, writeSpec } from '../applications/writeSpec';
import { ApiError } from '../http/ApiError';
import { type Call, query, type Route, subjectOf } from '../http/Call';
import { readJson } from '../http/readJson';
import { requireRight, type ServerContext } from '../ServerContext';

const specSchema = z.looseObject({ project: z.string().default('') });
const applicationSchema = z.looseObject({
  metadata: z
    .looseObject({
      name: z.string().default(''),
      namespace: z.string().optional(),
    })
    .default({ name: '' }),
  spec: specSchema.default({ project: '' }),
});
const patchRequest = z.looseObject({
  patch: z.string().default(''),
  patchType: z.string().default(''),
});

/** Applications: make and change. */
export function applicationWriteRoutes(context: ServerContext): Route[] {
  const all = '/api/v1/applications';
  const one = `${all}/:name`;
  return [
    { method: 'POST', pattern: all, handler: call => create(context, call) },
    { method: 'PUT', pattern: one, handler: call => update(context, call) },
    { method: 'PATCH', pattern: one, handler: call => patch(context, call) },
    {
      method: 'PUT',
      pattern: `${one}/spec`,
      handler: call => updateSpec(context, call),
    },
  ];
}

async function create(context: ServerContext, call: Call) {
  const body = await readJson(call.raw, applicationSchema, 'Application');
  const namespace = body.metadata.namespace || context.argo.namespace;
  const project = body.spec.project || 'default';
  const { name } = body.metadata;
  await requireRight(
    context,
    subjectOf(call),
    'applications',
    'create',
    rbacName(context, { project, namespace, name }),
  );
  if (!isEnabledNamespace(context, namespace)) {
    throw new ApiError(
      'PermissionDenied',
      `namespace '${namespace}' is not permitted`,
    );
  }
  const wanted = {
    ...body,
    apiVersion: argoApiVersion,
    kind: 'Application',
    metadata: { ...body.metadata, namespace },
    spec: { ...body.spec, project },
  } as unknown as Application;
  delete wanted.status;
  validate(context, wanted, query(call, 'validate') !== 'false');
  const known = context.argo.applications.get({ namespace, name });
  if (known) {
    if (isDeepStrictEqual(known.spec, wanted.spec)) {
      return { json: applicationWire(known) };
    }
    if (query(call, 'upsert') !== 'true') {
      throw new ApiError(
        'InvalidArgument',
        'existing application spec is different, use upsert flag to force update',
      );
    }
    await requireRight(
      context,
      subjectOf(call),
      'applications',
      'update',
      rbacNameOf(context, known),
    );
    return {
      json: applicationWire(await writeSpec(context, known, wanted.spec)),
    };
  }
  const made = await refused(
    context.client.create<Application>(wanted, {
      fieldManager: 'argocd-server',
    }),
  );
  return { json: applicationWire(context.argo.applications.remember(made)) };
}

async function update(context: ServerContext, call: Call) {
  const body = await readJson(call.raw, applicationSchema, 'Application');
  const app = await findApplication(context, call, 'update');
  const { labels, annotations, finalizers } = body.metadata as JsonObject;
  const changed = await changeTo(context, call, app, {
    ...app,
    metadata: { ...app.metadata, labels, annotations, finalizers },
    spec: body.spec,
  } as unknown as Application);
  return { json: applicationWire(changed) };
}

async function updateSpec(context: ServerContext, call: Call) {
  const body = await readJson(call.raw, specSchema, 'ApplicationSpec');
  const app = await findApplication(context, call, 'update');
  const changed = await changeTo(context, call, app, {
    ...app,
    spec: body as unknown as ApplicationSpec,
  });
  return { json: changed.spec };
}

async function patch(context: ServerContext, call: Call) {
  const body = await readJson(
    call.raw,
    patchRequest,
    'ApplicationPatchRequest',
  );
  const app = await findApplication(context, call);
  await requireRight(
    context,
    subjectOf(call),
    'applications',
    'update',
    rbacNameOf(context, app),
  );
  let wanted: Application;
  try {
    const parsed: unknown = JSON.parse(body.patch);
    if (body.patchType === 'json' || body.patchType === '') {
      const source = structuredClone(app);
      wanted = jsonpatch.applyPatch(source, parsed as never).newDocument;
    } else if (body.patchType === 'merge') {
      wanted = applyMergePatch(app as never, parsed as never) as never;
    } else {
      throw new Error(
        `Patch type '${body.patchType}' is not supported; use json or merge`,
      );
    }
  } catch (error) {
    throw new ApiError(
      'InvalidArgument',
      `error patching application: ${(error as Error).message}`,
    );
  }
  const changed = await changeTo(context, call, app, wanted);
  return { json: applicationWire(changed) };
}

/** Writes what a caller may change of an Application: its spec and its marks. */
async function changeTo(
  context: ServerContext,
  call: Call,
  app: Application,
  wanted: Application,
): Promise<Application> {
  const spec = { ...wanted.spec, project: wanted.spec?.project || 'default' };
  const moved = { ...app, spec };
  if (spec.project !== app.spec.project) {
    // It goes out of one project and into another: both have a say.
    await requireRight(
      context,
      subjectOf(call),
      'applications',
      'create',
      rbacNameOf(context, moved),
    );
  }
  validate(context, moved, query(call, 'validate') !== 'false');
  return writeSpec(context, app, spec, wanted.metadata);
}
