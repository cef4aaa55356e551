import type { JsonObject, KubernetesObject } from '../../runtime';

/** A text, with its meaning. */
export function text(description: string, more: JsonObject = {}): JsonObject {
  return { type: 'string', description, ...more };
}

/** A yes or no, with its meaning. */
export function flag(description: string): JsonObject {
  return { type: 'boolean', description };
}

/** A list, with its meaning. */
export function list(description: string, items: JsonObject): JsonObject {
  return { type: 'array', description, items };
}

/** An object, with its fields and which of them must be there. */
export function object(
  description: string,
  properties: JsonObject,
  required?: string[],
): JsonObject {
  return {
    type: 'object',
    description,
    properties,
    ...(required && { required }),
  };
}

/** Texts by keys of any name. */
export function textMap(description: string): JsonObject {
  return {
    type: 'object',
    description,
    additionalProperties: { type: 'string' },
  };
}

/** An object that may hold anything. */
export function anything(description: string): JsonObject {
  return {
    type: 'object',
    description,
    'x-kubernetes-preserve-unknown-fields': true,
  };
}

/** A list of texts. */
export function texts(description: string): JsonObject {
  return list(description, { type: 'string' });
}

/** A label selector of the API. */
export function labelSelector(description: string): JsonObject {
  return {
    ...object(description, {
      matchLabels: textMap('Labels and the values they must have.'),
      matchExpressions: list(
        'Requirements; all must be met.',
        object(
          'One requirement.',
          {
            key: text('The label.'),
            operator: text('In, NotIn, Exists or DoesNotExist.'),
            values: texts('The values for In and NotIn.'),
          },
          ['key', 'operator'],
        ),
      ),
    }),
    'x-kubernetes-map-type': 'atomic',
  };
}

/** Expressions with names. */
export function namedExpressions(description: string): JsonObject {
  return {
    ...list(
      description,
      object(
        'An expression and its name.',
        {
          name: text('The name, unique in the list.'),
          expression: text('The CEL expression.'),
        },
        ['name', 'expression'],
      ),
    ),
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
  };
}

/** A column of `kubectl get`. */
export function column(
  name: string,
  jsonPath: string,
  type = 'string',
): JsonObject {
  return { name, jsonPath, type };
}

/** Fields that every object has. */
export const objectFields: JsonObject = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object' },
};

/** A CustomResourceDefinition of one version. */
export function crd(options: {
  group: string;
  version: string;
  kind: string;
  plural: string;
  shortNames?: string[];
  categories?: string[];
  namespaced: boolean;
  columns?: JsonObject[];
  schema: JsonObject;
  /** Whether the status is written apart from the rest. */
  withStatus?: boolean;
}): KubernetesObject {
  const { group, version, kind, plural, shortNames, categories } = options;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        ...(shortNames && { shortNames }),
        ...(categories && { categories }),
      },
      scope: options.namespaced ? 'Namespaced' : 'Cluster',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: options.schema },
          ...(options.withStatus && { subresources: { status: {} } }),
          ...(options.columns && { additionalPrinterColumns: options.columns }),
        },
      ],
    },
  };
}
