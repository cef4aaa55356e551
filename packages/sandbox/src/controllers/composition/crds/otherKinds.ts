import type { JsonObject } from '../../runtime';
import {
  ageColumn,
  anything,
  column,
  conditions,
  customResource,
  integer64,
  listOf,
  object,
  oneOf,
  text,
  textMap,
  truth,
  wholeObject,
} from './schemaParts';

/** Values that compositions share. They have no spec. */
export const environmentConfig = customResource({
  group: 'apiextensions.crossplane.io',
  kind: 'EnvironmentConfig',
  plural: 'environmentconfigs',
  shortNames: ['envcfg'],
  scope: 'Cluster',
  versions: [
    {
      name: 'v1beta1',
      served: true,
      storage: true,
      schema: {
        openAPIV3Schema: object({
          apiVersion: text,
          kind: text,
          metadata: { type: 'object' },
          data: {
            type: 'object',
            additionalProperties: {
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
        }),
      },
      subresources: {},
      additionalPrinterColumns: [ageColumn],
    },
  ],
});

const packageSpec = object(
  {
    commonLabels: textMap,
    controllerConfigRef: object({ name: text }, 'name'),
    ignoreCrossplaneConstraints: truth,
    package: text,
    packagePullPolicy: oneOf('Always', 'Never', 'IfNotPresent'),
    packagePullSecrets: listOf(object({ name: text })),
    revisionActivationPolicy: {
      ...oneOf('Automatic', 'Manual'),
      default: 'Automatic',
    },
    revisionHistoryLimit: { ...integer64, default: 1 },
    runtimeConfigRef: object(
      { apiVersion: text, kind: text, name: text },
      'name',
    ),
    skipDependencyResolution: truth,
  },
  'package',
);

const packageStatus = object({
  appliedImageConfigRefs: listOf(anything),
  conditions,
  currentIdentifier: text,
  currentRevision: text,
  resolvedPackage: text,
});

/** A package that would be installed. Here a plain record, so that manifests of a real platform apply. */
const packageKind = (kind: string, plural: string): JsonObject =>
  customResource({
    group: 'pkg.crossplane.io',
    kind,
    plural,
    categories: ['crossplane', 'pkg'],
    scope: 'Cluster',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: wholeObject(packageSpec, packageStatus),
        subresources: { status: {} },
        additionalPrinterColumns: [
          column(
            'INSTALLED',
            ".status.conditions[?(@.type=='Installed')].status",
          ),
          column('HEALTHY', ".status.conditions[?(@.type=='Healthy')].status"),
          column('PACKAGE', '.spec.package'),
          ageColumn,
        ],
      },
    ],
  });

/** The kinds of packages. */
export const packageKinds: JsonObject[] = [
  packageKind('Function', 'functions'),
  packageKind('Provider', 'providers'),
  packageKind('Configuration', 'configurations'),
];
