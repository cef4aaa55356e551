import type { JsonObject } from '../../runtime';
import { object, text } from '../../runtime/schemaParts';

export {
  anything,
  listOf,
  object,
  text,
  textMap,
  truth,
} from '../../runtime/schemaParts';

export const integer64: JsonObject = { type: 'integer', format: 'int64' };
export const integer32: JsonObject = { type: 'integer', format: 'int32' };

/** A text out of a fixed set. */
export function oneOf(...values: string[]): JsonObject {
  return { type: 'string', enum: values };
}

/** A property that can be set once only. */
export function immutable(schema: JsonObject): JsonObject {
  return {
    ...schema,
    'x-kubernetes-validations': [
      ...(Array.isArray(schema['x-kubernetes-validations'])
        ? schema['x-kubernetes-validations']
        : []),
      { rule: 'self == oldSelf', message: 'Value is immutable' },
    ],
  };
}

/** A CEL rule. */
export function rule(expression: string, message: string): JsonObject {
  return { rule: expression, message };
}

/** The conditions of an object of Crossplane. */
export const conditions: JsonObject = {
  description: 'Conditions of the resource.',
  type: 'array',
  items: object(
    {
      lastTransitionTime: { type: 'string', format: 'date-time' },
      message: text,
      observedGeneration: integer64,
      reason: text,
      status: text,
      type: text,
    },
    'lastTransitionTime',
    'reason',
    'status',
    'type',
  ),
  'x-kubernetes-list-map-keys': ['type'],
  'x-kubernetes-list-type': 'map',
};

/** A printer column. */
export function column(
  name: string,
  jsonPath: string,
  type = 'string',
): JsonObject {
  return { name, jsonPath, type };
}

export const ageColumn = column('AGE', '.metadata.creationTimestamp', 'date');

/** Wraps the schema of a spec and status into one of a whole object. */
export function wholeObject(spec: JsonObject, status?: JsonObject): JsonObject {
  return {
    openAPIV3Schema: object({
      apiVersion: text,
      kind: text,
      metadata: { type: 'object' },
      spec,
      ...(status && { status }),
    }),
  };
}

/** Makes a CRD of versions that all have a status. */
export function customResource(options: {
  group: string;
  kind: string;
  plural: string;
  shortNames?: string[];
  categories?: string[];
  scope: 'Cluster' | 'Namespaced';
  versions: JsonObject[];
}): JsonObject {
  const {
    group,
    kind,
    plural,
    shortNames,
    categories = ['crossplane'],
    scope,
  } = options;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: {
        kind,
        plural,
        singular: kind.toLowerCase(),
        listKind: `${kind}List`,
        categories,
        ...(shortNames && { shortNames }),
      },
      versions: options.versions,
    },
  };
}
