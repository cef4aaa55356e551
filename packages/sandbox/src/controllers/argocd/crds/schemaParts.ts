import type { JsonObject } from '../../runtime';
import {
  anything,
  listOf,
  object,
  text,
  truth,
} from '../../runtime/schemaParts';

export {
  anything,
  listOf,
  object,
  text,
  textMap,
  truth,
} from '../../runtime/schemaParts';

export const integer: JsonObject = { type: 'integer', format: 'int64' };
export const moment: JsonObject = { type: 'string', format: 'date-time' };

/** Where manifests come from. What renders them is not looked into. */
export const source: JsonObject = object(
  {
    repoURL: text,
    path: text,
    targetRevision: text,
    chart: text,
    ref: text,
    name: text,
    tagPrefix: text,
    directory: object({
      recurse: truth,
      include: text,
      exclude: text,
      disableExtensionFilter: truth,
      jsonnet: anything,
    }),
    helm: anything,
    kustomize: anything,
    plugin: anything,
  },
  'repoURL',
);

export const destination: JsonObject = object({
  server: text,
  name: text,
  namespace: text,
});

export const ignoreDifferences: JsonObject = listOf(
  object(
    {
      group: text,
      kind: text,
      name: text,
      namespace: text,
      jsonPointers: listOf(text),
      jqPathExpressions: listOf(text),
      managedFieldsManagers: listOf(text),
    },
    'kind',
  ),
);

export const nameValues: JsonObject = listOf(
  object({ name: text, value: text }, 'name', 'value'),
);

export const retry: JsonObject = object({
  limit: integer,
  refresh: truth,
  backoff: object({ duration: text, factor: integer, maxDuration: text }),
});

/** Columns of `kubectl get`. */
export function column(
  name: string,
  jsonPath: string,
  priority?: number,
): JsonObject {
  return {
    name,
    type: 'string',
    jsonPath,
    ...(priority !== undefined && { priority }),
  };
}

/** A kind of the group argoproj.io. */
export function crd(options: {
  kind: string;
  plural: string;
  shortNames: string[];
  columns?: JsonObject[];
  statusSubresource?: boolean;
  schema: JsonObject;
}): JsonObject {
  const { kind, plural, shortNames, columns, schema } = options;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.argoproj.io`,
      labels: {
        'app.kubernetes.io/name': `${plural}.argoproj.io`,
        'app.kubernetes.io/part-of': 'argocd',
      },
    },
    spec: {
      group: 'argoproj.io',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames,
      },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          ...(columns && { additionalPrinterColumns: columns }),
          schema: { openAPIV3Schema: schema },
          ...(options.statusSubresource && { subresources: { status: {} } }),
        },
      ],
    },
  };
}
