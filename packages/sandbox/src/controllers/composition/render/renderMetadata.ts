import type { Json, JsonObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';

const COMPOSITE = 'crossplane.io/composite';
const CLAIM_NAME = 'crossplane.io/claim-name';
const CLAIM_NAMESPACE = 'crossplane.io/claim-namespace';

/** The annotation that says which template a composed resource comes from. */
export const RESOURCE_NAME_ANNOTATION =
  'crossplane.io/composition-resource-name';

/** Puts the metadata on a composed resource that ties it to its composite. Returns a copy. */
export function renderMetadata(options: {
  composite: JsonObject;
  name: string;
  resource: JsonObject;
  observed?: JsonObject;
}): JsonObject {
  const { composite, name, observed } = options;
  const xr = metadataOf(composite);
  const xrLabels = texts(xr.labels) ?? {};
  const root = xrLabels[COMPOSITE] || text(xr.name);
  const resource = structuredClone(options.resource);
  const metadata = metadataOf(resource);
  resource.metadata = metadata;

  if (observed) {
    const seen = metadataOf(observed);
    assign(metadata, 'namespace', text(seen.namespace));
    assign(metadata, 'name', text(seen.name));
    assign(metadata, 'generateName', text(seen.generateName));
  }
  if (!text(metadata.name) && !text(metadata.generateName)) {
    metadata.generateName = `${root}-`;
  }
  if (text(xr.namespace)) metadata.namespace = text(xr.namespace);
  // One label that is no text makes all of them unreadable, and they are lost.
  metadata.labels = {
    ...texts(metadata.labels),
    [COMPOSITE]: root,
    ...(xrLabels[CLAIM_NAME] &&
      xrLabels[CLAIM_NAMESPACE] && {
        [CLAIM_NAME]: xrLabels[CLAIM_NAME],
        [CLAIM_NAMESPACE]: xrLabels[CLAIM_NAMESPACE],
      }),
  };
  metadata.annotations = {
    ...texts(metadata.annotations),
    [RESOURCE_NAME_ANNOTATION]: name,
  };
  metadata.ownerReferences = withController({
    owners: metadata.ownerReferences,
    composite,
    name,
    resourceName: text(metadata.name),
  });
  return resource;
}

function withController(options: {
  owners: Json | undefined;
  composite: JsonObject;
  name: string;
  resourceName: string;
}) {
  const { owners, composite, name, resourceName } = options;
  const xr = metadataOf(composite);
  const uid = text(xr.uid);
  const others = (Array.isArray(owners) ? owners : [])
    .filter(isObject)
    .filter(it => it.uid !== uid);
  const controller = others.find(it => it.controller === true);
  if (controller) {
    throw new Error(
      `cannot render composed resource "${name}" metadata: cannot set composite resource "${text(
        xr.name,
      )}" as controller ref of composed resource: ` +
        `${resourceName} is already controlled by ${text(
          controller.kind,
        )} ${text(controller.name)} (UID ${text(controller.uid)})`,
    );
  }
  return [
    ...others,
    {
      apiVersion: text(composite.apiVersion),
      kind: text(composite.kind),
      name: text(xr.name),
      uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ];
}

function metadataOf(object: JsonObject): JsonObject {
  return isObject(object.metadata) ? object.metadata : {};
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function assign(target: JsonObject, field: string, value: string): void {
  if (value) target[field] = value;
  else delete target[field];
}

function texts(value: Json | undefined): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every(([, it]) => typeof it === 'string')
    ? (value as Record<string, string>)
    : undefined;
}
