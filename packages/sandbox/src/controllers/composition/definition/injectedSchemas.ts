import type { JsonObject } from '../../runtime';
import {
  conditions,
  listOf,
  object,
  oneOf,
  text,
  textMap,
} from '../crds/schemaParts';
import type { DefinitionSpec } from './types';

const reference = object({ name: text }, 'name');
const selector = object({ matchLabels: textMap }, 'matchLabels');

const resourceRefs = (withNamespace: boolean): JsonObject => ({
  ...listOf(
    object(
      {
        apiVersion: text,
        kind: text,
        name: text,
        ...(withNamespace && { namespace: text }),
      },
      'apiVersion',
      'kind',
    ),
  ),
  'x-kubernetes-list-type': 'atomic',
});

const selection = {
  compositionRef: reference,
  compositionRevisionRef: reference,
  compositionRevisionSelector: selector,
  compositionSelector: selector,
};
const updatePolicy = oneOf('Automatic', 'Manual');

/** What Crossplane adds to the spec of a composite. */
export function compositeSpecProperties(spec: DefinitionSpec): JsonObject {
  const scope = spec.scope ?? 'LegacyCluster';
  const properties: JsonObject = {
    ...selection,
    compositionUpdatePolicy: {
      ...updatePolicy,
      default: spec.defaultCompositionUpdatePolicy ?? 'Automatic',
    },
    resourceRefs: resourceRefs(scope !== 'Namespaced'),
  };
  if (scope !== 'LegacyCluster') {
    return {
      crossplane: {
        ...object(properties),
        description:
          'Configures how Crossplane will reconcile this composite resource',
      },
    };
  }
  return {
    ...properties,
    claimRef: object(
      { apiVersion: text, kind: text, name: text, namespace: text },
      'apiVersion',
      'kind',
      'namespace',
      'name',
    ),
    writeConnectionSecretToRef: object(
      { name: text, namespace: text },
      'name',
      'namespace',
    ),
  };
}

/** What Crossplane adds to the spec of a claim. */
export function claimSpecProperties(spec: DefinitionSpec): JsonObject {
  return {
    ...selection,
    compositeDeletePolicy: {
      ...oneOf('Background', 'Foreground'),
      default: spec.defaultCompositeDeletePolicy ?? 'Background',
    },
    compositionUpdatePolicy: updatePolicy,
    resourceRef: object(
      { apiVersion: text, kind: text, name: text },
      'apiVersion',
      'kind',
      'name',
    ),
    writeConnectionSecretToRef: reference,
  };
}

/** What Crossplane adds to the status. */
export function statusProperties(legacy: boolean): JsonObject {
  return {
    conditions,
    ...(legacy && {
      claimConditionTypes: { ...listOf(text), 'x-kubernetes-list-type': 'set' },
      connectionDetails: object({
        lastPublishedTime: { type: 'string', format: 'date-time' },
      }),
    }),
  };
}

const readinessColumns: JsonObject[] = [
  {
    name: 'SYNCED',
    type: 'string',
    jsonPath: ".status.conditions[?(@.type=='Synced')].status",
  },
  {
    name: 'READY',
    type: 'string',
    jsonPath: ".status.conditions[?(@.type=='Ready')].status",
  },
];
const age: JsonObject = {
  name: 'AGE',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};

/** The printer columns of a composite, after those of the author. */
export function compositeColumns(legacy: boolean): JsonObject[] {
  const prefix = legacy ? '.spec' : '.spec.crossplane';
  return [
    ...readinessColumns,
    {
      name: 'COMPOSITION',
      type: 'string',
      jsonPath: `${prefix}.compositionRef.name`,
    },
    {
      name: 'COMPOSITIONREVISION',
      type: 'string',
      jsonPath: `${prefix}.compositionRevisionRef.name`,
      priority: 1,
    },
    age,
  ];
}

/** The printer columns of a claim, after those of the author. */
export const claimColumns: JsonObject[] = [
  ...readinessColumns,
  {
    name: 'CONNECTION-SECRET',
    type: 'string',
    jsonPath: '.spec.writeConnectionSecretToRef.name',
  },
  age,
];
