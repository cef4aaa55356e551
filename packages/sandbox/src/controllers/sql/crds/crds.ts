import type { JsonObject, KubernetesObject } from '../../runtime';
import {
  databaseForProvider,
  grantForProvider,
  schemaForProvider,
} from './grantAndDatabase';
import { roleAtProvider, roleForProvider } from './role';
import { managed, object, status, text } from './schemas';

/** The group of the kinds, as provider-sql names it. */
export const sqlGroup = 'postgresql.sql.m.crossplane.io';
/** Group and version of the kinds. */
export const sqlApiVersion = `${sqlGroup}/v1alpha1`;

const ready = column('READY', ".status.conditions[?(@.type=='Ready')].status");
const synced = column(
  'SYNCED',
  ".status.conditions[?(@.type=='Synced')].status",
);
const age = column('AGE', '.metadata.creationTimestamp', 'date');

/**
 * The CustomResourceDefinitions the provider brings with it, field for field
 * those of provider-sql 0.14 for PostgreSQL (namespaced kinds).
 */
export function sqlCrds(): KubernetesObject[] {
  return [
    crd({
      kind: 'Database',
      plural: 'databases',
      categories: ['crossplane', 'managed', 'sql'],
      columns: [ready, synced, age],
      schema: managed({
        description: 'A database on a PostgreSQL server.',
        forProvider: databaseForProvider,
      }),
    }),
    crd({
      kind: 'Role',
      plural: 'roles',
      categories: ['crossplane', 'managed', 'sql'],
      columns: [
        ready,
        synced,
        column('CONN LIMIT', '.spec.forProvider.connectionLimit', 'integer'),
        column('PRIVILEGES', '.status.atProvider.privilegesAsClauses'),
      ],
      schema: managed({
        description: 'A role, with or without login, on a PostgreSQL server.',
        forProvider: roleForProvider,
        atProvider: roleAtProvider,
      }),
    }),
    crd({
      kind: 'Grant',
      plural: 'grants',
      categories: ['crossplane', 'managed', 'sql'],
      columns: [
        ready,
        synced,
        age,
        column('ROLE', '.spec.forProvider.role'),
        column('MEMBER OF', '.spec.forProvider.memberOf'),
        column('DATABASE', '.spec.forProvider.database'),
        column('PRIVILEGES', '.spec.forProvider.privileges'),
      ],
      schema: managed({
        description: 'Privileges or a membership of a role.',
        forProvider: grantForProvider,
      }),
    }),
    crd({
      kind: 'Schema',
      plural: 'schemas',
      categories: ['crossplane', 'managed', 'sql'],
      columns: [
        ready,
        synced,
        age,
        column('ROLE', '.spec.forProvider.role'),
        column('DATABASE', '.spec.forProvider.database'),
      ],
      schema: managed({
        description: 'A schema in a PostgreSQL database.',
        forProvider: schemaForProvider,
      }),
    }),
    providerConfig('ProviderConfig', 'providerconfigs', false),
    providerConfig('ClusterProviderConfig', 'clusterproviderconfigs', true),
    crd({
      kind: 'ProviderConfigUsage',
      plural: 'providerconfigusages',
      categories: ['crossplane', 'provider', 'sql'],
      columns: [
        age,
        column('CONFIG-NAME', '.providerConfigRef.name'),
        column('RESOURCE-KIND', '.resourceRef.kind'),
        column('RESOURCE-NAME', '.resourceRef.name'),
      ],
      withStatus: false,
      schema: object(
        'Says that an object uses a provider configuration.',
        {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: { type: 'object' },
          providerConfigRef: object(
            'The configuration that is used.',
            {
              kind: text('Kind of the configuration.'),
              name: text('Name of the configuration.'),
            },
            ['kind', 'name'],
          ),
          resourceRef: object(
            'The object that uses it.',
            {
              apiVersion: text('API version of the object.'),
              kind: text('Kind of the object.'),
              name: text('Name of the object.'),
              uid: text('UID of the object.'),
            },
            ['apiVersion', 'kind', 'name'],
          ),
        },
        ['providerConfigRef', 'resourceRef'],
      ),
    }),
  ];
}

function providerConfig(kind: string, plural: string, cluster: boolean) {
  const key = (field: string) =>
    text(`Key of the Secret that holds the ${field}; "${field}" if unset.`);
  return crd({
    kind,
    plural,
    cluster,
    categories: ['crossplane', 'provider', 'sql'],
    columns: [
      age,
      {
        ...column('SECRET-NAME', '.spec.credentials.connectionSecretRef.name'),
        priority: 1,
      },
    ],
    schema: object(
      'How the provider reaches a PostgreSQL server.',
      {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { type: 'object' },
        spec: object(
          'Address and credentials.',
          {
            credentials: object(
              'Where the credentials are.',
              {
                source: text('Always a Secret.', {
                  enum: ['PostgreSQLConnectionSecret'],
                }),
                connectionSecretRef: object(
                  'The Secret with endpoint, port, username and password.',
                  {
                    name: text('Name of the Secret.'),
                    ...(cluster && {
                      namespace: text('Namespace of the Secret.'),
                    }),
                  },
                  cluster ? ['name', 'namespace'] : ['name'],
                ),
                secretKeyMapping: object('Other names of the keys.', {
                  endpoint: key('endpoint'),
                  port: key('port'),
                  username: key('username'),
                  password: key('password'),
                }),
              },
              ['source'],
            ),
            defaultDatabase: text('Database to connect to.', {
              default: 'postgres',
            }),
            sslMode: text('How the connection is secured.', {
              default: 'verify-full',
              enum: ['disable', 'require', 'verify-ca', 'verify-full'],
            }),
          },
          ['credentials'],
        ),
        status: status({
          users: {
            type: 'integer',
            format: 'int64',
            description: 'How many objects use this configuration.',
          },
        }),
      },
      ['spec'],
    ),
  });
}

function column(name: string, jsonPath: string, type = 'string'): JsonObject {
  return { name, jsonPath, type };
}

function crd(options: {
  kind: string;
  plural: string;
  cluster?: boolean;
  categories: string[];
  columns: JsonObject[];
  schema: JsonObject;
  withStatus?: boolean;
}): KubernetesObject {
  const { kind, plural, categories, columns, schema } = options;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${sqlGroup}` },
    spec: {
      group: sqlGroup,
      scope: options.cluster ? 'Cluster' : 'Namespaced',
      names: {
        kind,
        plural,
        singular: kind.toLowerCase(),
        listKind: `${kind}List`,
        categories,
      },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          additionalPrinterColumns: columns,
          schema: { openAPIV3Schema: schema },
          subresources: options.withStatus === false ? {} : { status: {} },
        },
      ],
    },
  };
}
