import { z } from 'zod';
import { isAlreadyExists, type KubernetesClient } from '../runtime';
import { sqlApiVersion, sqlGroup } from './crds/crds';
import type { ManagedResource, SqlServer } from './managedResource';
import type { PostgresServers } from './PostgresServers';

const configSchema = z.object({
  spec: z.object({
    defaultDatabase: z.string().default('postgres'),
    sslMode: z.string().default('verify-full'),
    credentials: z.object({
      connectionSecretRef: z
        .object({ name: z.string(), namespace: z.string().optional() })
        .optional(),
      secretKeyMapping: z
        .object({
          endpoint: z.string().optional(),
          port: z.string().optional(),
          username: z.string().optional(),
          password: z.string().optional(),
        })
        .default({}),
    }),
  }),
});

/**
 * Finds the server of a managed object by its provider configuration, and notes
 * that the configuration is in use.
 *
 * @throws Error with the text of provider-sql, free of credentials
 */
export async function connectToServer(
  client: KubernetesClient,
  servers: PostgresServers,
  resource: ManagedResource,
): Promise<SqlServer> {
  const reference = resource.spec.providerConfigRef;
  if (!reference) throw new Error('providerConfigRef is not given');
  const { kind, name } = reference;
  if (kind !== 'ProviderConfig' && kind !== 'ClusterProviderConfig') {
    throw new Error(`unsupported provider config kind: ${kind}`);
  }
  await trackUsage(client, resource, reference);

  const { namespace } = resource.metadata;
  const isNamespaced = kind === 'ProviderConfig';
  const config = await client.find({
    apiVersion: sqlApiVersion,
    kind,
    name,
    ...(isNamespaced && { namespace }),
  });
  if (!config) {
    throw new Error(
      `cannot get ${kind}: ${kind}.${sqlGroup} "${name}" not found`,
    );
  }
  const { spec } = configSchema.parse(config);
  const secretRef = spec.credentials.connectionSecretRef;
  if (!secretRef) throw new Error('no connectionSecretRef given');
  const secret = await readSecretData(client, {
    name: secretRef.name,
    namespace: isNamespaced ? namespace : secretRef.namespace ?? '',
  });
  if (!secret) {
    throw new Error(
      `cannot get credentials Secret: Secret "${secretRef.name}" not found`,
    );
  }
  const keys = spec.credentials.secretKeyMapping;
  const field = (key: 'endpoint' | 'port' | 'username' | 'password') =>
    secret[keys[key] ?? key] ?? '';
  return servers.for({
    host: field('endpoint'),
    port: Number(field('port') || 5432),
    username: field('username'),
    password: field('password'),
    database: spec.defaultDatabase,
    sslMode: spec.sslMode,
  });
}

/** Content of a Secret in clear; `undefined` when there is none. */
export async function readSecretData(
  client: KubernetesClient,
  key: { name: string; namespace: string },
): Promise<Record<string, string> | undefined> {
  const secret = await client.find({
    apiVersion: 'v1',
    kind: 'Secret',
    ...key,
  });
  if (!secret) return undefined;
  const { data } = z
    .object({ data: z.record(z.string(), z.string()).default({}) })
    .parse(secret);
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      Buffer.from(value, 'base64').toString('utf8'),
    ]),
  );
}

async function trackUsage(
  client: KubernetesClient,
  resource: ManagedResource,
  providerConfigRef: { kind: string; name: string },
): Promise<void> {
  const { apiVersion, kind } = resource;
  const { name, namespace, uid } = resource.metadata;
  const ref = {
    apiVersion: sqlApiVersion,
    kind: 'ProviderConfigUsage',
    name: uid,
    namespace,
  };
  const labels = {
    'crossplane.io/provider-config': providerConfigRef.name,
    'crossplane.io/provider-config-kind': providerConfigRef.kind,
  };
  const known = await client.find(ref);
  if (known) {
    const same = Object.entries(labels).every(
      ([label, value]) => known.metadata.labels?.[label] === value,
    );
    if (!same) {
      await client.patch(
        ref,
        {
          metadata: { labels },
          providerConfigRef,
        },
        { fieldManager: 'provider-sql' },
      );
    }
    return;
  }
  try {
    await client.create(
      {
        apiVersion: ref.apiVersion,
        kind: ref.kind,
        metadata: {
          name: uid,
          namespace,
          labels,
          ownerReferences: [
            {
              apiVersion,
              kind,
              name,
              uid,
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        providerConfigRef: { ...providerConfigRef },
        resourceRef: { apiVersion, kind, name },
      },
      { fieldManager: 'provider-sql' },
    );
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}
