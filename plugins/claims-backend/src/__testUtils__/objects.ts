import type { KubernetesObject } from '@cairn/plugin-platform-common';

/** A namespace of a team. */
export function teamNamespace(
  name: string,
  owner?: string,
  environment = 'dev',
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: owner
        ? { 'cairn.dev/owner': owner, 'cairn.dev/environment': environment }
        : {},
    },
  };
}

/** The definition behind the offering `databases.platform.cairn.dev`. */
export function databaseDefinition(): KubernetesObject {
  return {
    apiVersion: 'apiextensions.crossplane.io/v2',
    kind: 'CompositeResourceDefinition',
    metadata: {
      name: 'databases.platform.cairn.dev',
      labels: { 'cairn.dev/offering': 'true' },
      annotations: {
        'cairn.dev/title': 'Database',
        'cairn.dev/connection-keys': 'username,password,endpoint,port,database',
      },
    },
    spec: {
      group: 'platform.cairn.dev',
      scope: 'Namespaced',
      names: { kind: 'Database', plural: 'databases' },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          referenceable: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              description: 'A database of your own.',
              properties: {
                spec: {
                  type: 'object',
                  properties: {
                    engine: {
                      type: 'string',
                      enum: ['postgres', 'mysql'],
                      default: 'postgres',
                    },
                    size: {
                      type: 'string',
                      enum: ['small', 'medium', 'large'],
                      default: 'small',
                    },
                    storageGB: { type: 'integer', minimum: 5, maximum: 4096 },
                    backup: {
                      type: 'object',
                      properties: {
                        enabled: { type: 'boolean' },
                        retentionDays: { type: 'integer' },
                      },
                    },
                    writeConnectionSecretToRef: {
                      type: 'object',
                      properties: { name: { type: 'string' } },
                    },
                  },
                },
              },
            },
          },
        },
      ],
    },
    status: { conditions: [{ type: 'Established', status: 'True' }] },
  };
}

/** A claim for a database. */
export function database(options: {
  namespace: string;
  name: string;
  requestedBy?: string;
  spec?: Record<string, unknown>;
  refs?: { apiVersion: string; kind: string; name: string }[];
  conditions?: Record<string, unknown>[];
  metadata?: Record<string, unknown>;
}): KubernetesObject {
  const { namespace, name, requestedBy, spec, refs, conditions } = options;
  return {
    apiVersion: 'platform.cairn.dev/v1alpha1',
    kind: 'Database',
    metadata: {
      name,
      namespace,
      annotations: requestedBy ? { 'cairn.dev/requested-by': requestedBy } : {},
      ...options.metadata,
    },
    spec: {
      engine: 'postgres',
      ...spec,
      ...(refs && { crossplane: { resourceRefs: refs } }),
    },
    ...(conditions && { status: { conditions } }),
  };
}

/** Conditions of a composite that is ready. */
export const READY = [
  {
    type: 'Synced',
    status: 'True',
    reason: 'ReconcileSuccess',
    lastTransitionTime: '2026-03-02T09:00:10Z',
  },
  {
    type: 'Ready',
    status: 'True',
    reason: 'Available',
    lastTransitionTime: '2026-03-02T09:00:20Z',
  },
];

/** Conditions of a composite one of whose resources is not ready. */
export function creating(...names: string[]) {
  return [
    READY[0],
    {
      type: 'Ready',
      status: 'False',
      reason: 'Creating',
      message: `Unready resources: ${names.join(', ')}`,
      lastTransitionTime: '2026-03-02T09:00:12Z',
    },
  ];
}

/** A managed resource of the SQL provider. */
export function sqlResource(options: {
  kind: string;
  name: string;
  namespace: string;
  resourceName: string;
  conditions?: Record<string, unknown>[];
}): KubernetesObject {
  const { kind, name, namespace, resourceName, conditions } = options;
  return {
    apiVersion: 'postgresql.sql.m.crossplane.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace,
      annotations: { 'crossplane.io/composition-resource-name': resourceName },
    },
    ...(conditions && { status: { conditions } }),
  };
}
