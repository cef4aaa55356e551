import type { Application, ResourceTree } from '../../controllers/argocd';
import type { ObjectMeta } from '../../controllers/runtime';

/** Metadata without the bookkeeping of field owners, which is larger than the rest. */
export function metadataWire(metadata: ObjectMeta): ObjectMeta {
  const { managedFields: _, ...rest } = metadata;
  return rest;
}

/** An Application as answers have it: without its kind. */
export function applicationWire(app: Application) {
  const { metadata, spec, status, operation } = app;
  return {
    metadata: metadataWire(metadata),
    spec,
    status: status ?? {
      sync: { status: '', comparedTo: { destination: {}, source: {} } },
      health: {},
      summary: {},
      sourceHydrator: {},
    },
    ...(operation && { operation }),
  };
}

/** An Application whose resources have their health, which only the tree knows. */
export function applicationWithHealth(app: Application, tree: ResourceTree) {
  const wire = applicationWire(app);
  const resources = app.status?.resources;
  if (!resources) return wire;
  const health = new Map(
    tree.nodes.map(node => [keyOf(node), node.health] as const),
  );
  return {
    ...wire,
    status: {
      ...wire.status,
      resources: resources.map(resource => {
        const known = health.get(keyOf(resource));
        return known ? { ...resource, health: known } : resource;
      }),
    },
  };
}

function keyOf(resource: {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
}): string {
  const { group = '', kind, namespace = '', name } = resource;
  return [group, kind, namespace, name].join('/');
}
