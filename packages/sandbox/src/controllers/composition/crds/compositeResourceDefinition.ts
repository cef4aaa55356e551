import type { JsonObject } from '../../runtime';
import {
  ageColumn,
  anything,
  column,
  conditions,
  customResource,
  immutable,
  integer32,
  listOf,
  object,
  oneOf,
  rule,
  text,
  textMap,
  truth,
  wholeObject,
} from './schemaParts';

const names: JsonObject = {
  ...object(
    {
      categories: listOf(text),
      kind: text,
      listKind: text,
      plural: text,
      shortNames: listOf(text),
      singular: text,
    },
    'kind',
    'plural',
  ),
  'x-kubernetes-validations': [
    rule(
      'self.plural == self.plural.lowerAscii()',
      'Plural name must be lowercase',
    ),
    rule(
      '!has(self.singular) || self.singular == self.singular.lowerAscii()',
      'Singular name must be lowercase',
    ),
  ],
};
const reference = object({ name: text }, 'name');
const selector = object({ matchLabels: textMap }, 'matchLabels');
const controllerType = object(
  { apiVersion: text, kind: text },
  'apiVersion',
  'kind',
);

const status = object({
  conditions,
  controllers: object({
    compositeResourceClaimType: controllerType,
    compositeResourceType: controllerType,
  }),
});

const versions = listOf(
  object(
    {
      additionalPrinterColumns: listOf(
        object(
          {
            description: text,
            format: text,
            jsonPath: text,
            name: text,
            priority: integer32,
            type: text,
          },
          'jsonPath',
          'name',
          'type',
        ),
      ),
      deprecated: truth,
      deprecationWarning: { type: 'string', maxLength: 256 },
      name: text,
      referenceable: truth,
      schema: object({ openAPIV3Schema: anything }),
      served: truth,
    },
    'name',
    'referenceable',
    'served',
  ),
);

const shared = (scope: JsonObject): JsonObject => ({
  claimNames: names,
  connectionSecretKeys: listOf(text),
  conversion: anything,
  defaultCompositeDeletePolicy: {
    ...oneOf('Background', 'Foreground'),
    default: 'Background',
  },
  defaultCompositionRef: reference,
  defaultCompositionRevisionSelector: selector,
  defaultCompositionUpdatePolicy: {
    ...oneOf('Automatic', 'Manual'),
    default: 'Automatic',
  },
  enforcedCompositionRef: reference,
  group: immutable(text),
  metadata: object({ annotations: textMap, labels: textMap }),
  names: immutable(names),
  scope: immutable(scope),
  versions,
});

const columns = [
  column('ESTABLISHED', ".status.conditions[?(@.type=='Established')].status"),
  column('OFFERED', ".status.conditions[?(@.type=='Offered')].status"),
  ageColumn,
];

const spec = (scope: JsonObject, ...rules: JsonObject[]): JsonObject => ({
  ...object(shared(scope), 'group', 'names', 'versions'),
  'x-kubernetes-validations': rules,
});

/** Crossplane's own CRD for XRDs, in both versions. */
export const compositeResourceDefinition = customResource({
  group: 'apiextensions.crossplane.io',
  kind: 'CompositeResourceDefinition',
  plural: 'compositeresourcedefinitions',
  shortNames: ['xrd', 'xrds'],
  scope: 'Cluster',
  versions: [
    {
      name: 'v1',
      served: true,
      storage: true,
      deprecated: true,
      deprecationWarning:
        'CompositeResourceDefinition v1 is deprecated and will be removed in a future release; consider migrating to v2',
      schema: wholeObject(
        spec(
          {
            ...oneOf('LegacyCluster', 'Namespaced', 'Cluster'),
            default: 'LegacyCluster',
          },
          rule(
            "!has(self.claimNames) || !has(self.scope) || self.scope == 'LegacyCluster'",
            'Only LegacyCluster composite resources can offer claims',
          ),
          rule(
            "!has(self.connectionSecretKeys) || !has(self.scope) || self.scope == 'LegacyCluster'",
            'Only LegacyCluster composite resources support connection secrets',
          ),
        ),
        status,
      ),
      subresources: { status: {} },
      additionalPrinterColumns: columns,
    },
    {
      name: 'v2',
      served: true,
      storage: false,
      schema: wholeObject(
        spec(
          { ...oneOf('Namespaced', 'Cluster'), default: 'Namespaced' },
          rule(
            '!has(self.claimNames)',
            "Claims aren't supported in apiextensions.crossplane.io/v2",
          ),
          rule(
            '!has(self.connectionSecretKeys)',
            "XR connection secrets aren't supported in apiextensions.crossplane.io/v2",
          ),
        ),
        status,
      ),
      subresources: { status: {} },
      additionalPrinterColumns: columns,
    },
  ],
});
