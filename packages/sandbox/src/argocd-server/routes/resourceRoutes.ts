import { goJson } from '../../controllers/composition/go/goJson';
import type { ManagedResource } from '../../controllers/argocd';
import type { Json, KubernetesObject } from '../../controllers/runtime';
import { metadataWire } from '../applications/applicationWire';
import { findApplication } from '../applications/findApplication';
import { maskSecret, maskSecrets } from '../applications/maskSecrets';
import { readRevision } from '../applications/readRevision';
import { ApiError } from '../http/ApiError';
import { type Call, query, queryList, type Route } from '../http/Call';
import type { ServerContext } from '../ServerContext';

/** What an Application is made of: resources, manifests, events, commits. */
export function resourceRoutes(context: ServerContext): Route[] {
  const at = '/api/v1/applications/:name';
  const { argo, client } = context;
  const route = (
    path: string,
    handler: (call: Call) => Promise<unknown>,
  ): Route => ({
    method: 'GET',
    pattern: `${at}/${path}`,
    handler: async call => ({ json: await handler(call) }),
  });
  return [
    route('managed-resources', async call => {
      const app = await findApplication(context, call);
      const wanted = resourceFilter(call);
      const items = (await argo.managedResources(app))
        .filter(wanted)
        .map(managedResourceWire);
      return { items: items.length ? items : null };
    }),
    route('resource-tree', async call => {
      const app = await findApplication(context, call);
      const tree = await argo.resourceTree(app);
      const wanted = resourceFilter(call);
      return { ...tree, nodes: tree.nodes.filter(wanted) };
    }),
    route('manifests', async call => {
      const app = await findApplication(context, call);
      const revision = query(call, 'revision');
      const revisions = queryList(call, 'revisions');
      const asked = revision ? [revision] : revisions;
      const manifests = await argo.manifests(app, asked);
      return { manifests: manifests.map(it => written(maskSecret(it))) };
    }),
    route('resource', async call => {
      const app = await findApplication(context, call);
      const { nodes } = await argo.resourceTree(app);
      const group = query(call, 'group') ?? '';
      const kind = query(call, 'kind') ?? '';
      const name = query(call, 'resourceName') ?? '';
      const namespace = query(call, 'namespace');
      const version = query(call, 'version');
      const node = nodes.find(
        it =>
          (it.group ?? '') === group &&
          it.kind === kind &&
          it.name === name &&
          (it.namespace ?? '') === (namespace ?? '') &&
          (!version || it.version === version) &&
          it.uid,
      );
      if (!node) {
        throw new ApiError(
          'InvalidArgument',
          `${kind} ${group} ${name} not found as part of application ${app.metadata.name}`,
        );
      }
      const object = await client.get({
        apiVersion: group ? `${group}/${node.version}` : `${node.version}`,
        kind,
        namespace,
        name,
      });
      return { manifest: written(maskSecret(object)) };
    }),
    route('events', async call => {
      const app = await findApplication(context, call);
      const uid = query(call, 'resourceUID') ?? app.metadata.uid;
      const name = query(call, 'resourceName') ?? app.metadata.name;
      const { items, resourceVersion } = await client.list('v1', 'Event', {
        namespace: query(call, 'resourceNamespace') ?? app.metadata.namespace,
        fieldSelector: `involvedObject.name=${name},involvedObject.uid=${uid}`,
      });
      return {
        metadata: { resourceVersion },
        items: items.length ? items.map(eventWire) : null,
      };
    }),
    route('syncwindows', async call => {
      const app = await findApplication(context, call);
      const { active, assigned, canSync } = argo.syncWindows(app);
      const wire = (windows: typeof active) =>
        windows.map(({ kind, schedule, duration, manualSync = false }) => ({
          kind,
          schedule,
          duration,
          manualSync,
        }));
      return {
        ...(active.length && { activeWindows: wire(active) }),
        ...(assigned.length && { assignedWindows: wire(assigned) }),
        canSync,
      };
    }),
    route('revisions/:revision/metadata', async call => {
      const app = await findApplication(context, call);
      return readRevision(context, app, {
        revision: call.params.revision ?? '',
        sourceIndex: Number(query(call, 'sourceIndex') ?? 0),
      });
    }),
    route('links', async call => {
      await findApplication(context, call);
      return { items: null };
    }),
  ];
}

function resourceFilter(call: Call) {
  const wanted = (['group', 'version', 'kind', 'namespace'] as const).flatMap(
    field => {
      const value = query(call, field);
      return value === undefined ? [] : [[field, value] as const];
    },
  );
  // In a path the name is the Application's.
  const names = queryList(call, 'name', 'resourceName');
  return (resource: {
    group?: string;
    version?: string;
    kind: string;
    namespace?: string;
    name: string;
  }) =>
    wanted.every(([field, value]) => (resource[field] ?? '') === value) &&
    (!names.length || names.includes(resource.name));
}

function managedResourceWire(resource: ManagedResource) {
  const { group, kind, namespace, name, hook, modified } = resource;
  const [target, live, normalized, predicted] = maskSecrets([
    resource.target,
    resource.live,
    resource.normalizedLive,
    resource.predictedLive,
  ]);
  return {
    ...(group && { group }),
    kind,
    ...(namespace && { namespace }),
    name,
    targetState: written(target),
    liveState: written(live),
    ...(hook && { hook }),
    normalizedLiveState: written(normalized),
    predictedLiveState: written(predicted),
    ...(resource.resourceVersion && {
      resourceVersion: resource.resourceVersion,
    }),
    ...(modified && { modified }),
  };
}

/** An object as Go writes it; what is not there is `null`. */
function written(object: KubernetesObject | undefined): string {
  return goJson((object ?? null) as Json);
}

function eventWire(event: KubernetesObject) {
  const {
    apiVersion: _,
    kind: _kind,
    metadata,
    reportingComponent,
    reportingInstance,
    ...rest
  } = event;
  return {
    metadata: metadataWire(metadata),
    eventTime: null,
    ...rest,
    ...(reportingComponent && { reportingComponent }),
    ...(reportingInstance && { reportingInstance }),
  };
}
