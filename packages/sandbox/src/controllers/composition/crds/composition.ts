import type { JsonObject } from '../../runtime';
import {
  ageColumn,
  column,
  conditions,
  customResource,
  immutable,
  integer64,
  listOf,
  object,
  oneOf,
  rule,
  text,
  textMap,
  wholeObject,
} from './schemaParts';

const requirement: JsonObject = object(
  {
    requirementName: text,
    apiVersion: text,
    kind: text,
    name: text,
    namespace: text,
    matchLabels: textMap,
  },
  'requirementName',
  'apiVersion',
  'kind',
);

const pipeline: JsonObject = {
  ...listOf(
    object(
      {
        credentials: {
          ...listOf({
            ...object(
              {
                name: text,
                secretRef: object(
                  { name: text, namespace: text },
                  'name',
                  'namespace',
                ),
                source: oneOf('None', 'Secret'),
              },
              'name',
              'source',
            ),
            'x-kubernetes-validations': [
              rule(
                "self.source == 'Secret' ? has(self.secretRef) : true",
                'the Secret source requires a secretRef',
              ),
            ],
          }),
          'x-kubernetes-list-map-keys': ['name'],
          'x-kubernetes-list-type': 'map',
        },
        functionRef: object({ name: text }, 'name'),
        input: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          'x-kubernetes-preserve-unknown-fields': true,
        },
        requirements: object({ requiredResources: listOf(requirement) }),
        step: text,
      },
      'functionRef',
      'step',
    ),
  ),
  minItems: 1,
  maxItems: 99,
  'x-kubernetes-list-map-keys': ['step'],
  'x-kubernetes-list-type': 'map',
};

const specProperties: JsonObject = {
  compositeTypeRef: immutable(
    object({ apiVersion: text, kind: text }, 'apiVersion', 'kind'),
  ),
  mode: { ...oneOf('Pipeline'), default: 'Pipeline' },
  pipeline,
  writeConnectionSecretsToNamespace: text,
};
const pipelineRule = rule(
  "self.mode == 'Pipeline' && has(self.pipeline)",
  'an array of pipeline steps is required in Pipeline mode',
);

const typeColumns = [
  column('XR-KIND', '.spec.compositeTypeRef.kind'),
  column('XR-APIVERSION', '.spec.compositeTypeRef.apiVersion'),
];

/** Crossplane's own CRD for Compositions. */
export const composition = customResource({
  group: 'apiextensions.crossplane.io',
  kind: 'Composition',
  plural: 'compositions',
  shortNames: ['comp'],
  scope: 'Cluster',
  versions: [
    {
      name: 'v1',
      served: true,
      storage: true,
      schema: wholeObject({
        ...object(specProperties, 'compositeTypeRef'),
        'x-kubernetes-validations': [pipelineRule],
      }),
      subresources: {},
      additionalPrinterColumns: [...typeColumns, ageColumn],
    },
  ],
});

/** Crossplane's own CRD for the revisions of Compositions. Nothing but the number can change. */
export const compositionRevision = customResource({
  group: 'apiextensions.crossplane.io',
  kind: 'CompositionRevision',
  plural: 'compositionrevisions',
  shortNames: ['comprev'],
  scope: 'Cluster',
  versions: [
    {
      name: 'v1',
      served: true,
      storage: true,
      schema: wholeObject(
        {
          ...object(
            { ...specProperties, revision: integer64 },
            'compositeTypeRef',
            'revision',
          ),
          'x-kubernetes-validations': [pipelineRule],
        },
        object({ conditions }),
      ),
      subresources: { status: {} },
      additionalPrinterColumns: [
        column('NAME', ".metadata.labels['crossplane\\.io/composition-name']"),
        column('REVISION', '.spec.revision'),
        ...typeColumns,
        ageColumn,
      ],
    },
  ],
});
