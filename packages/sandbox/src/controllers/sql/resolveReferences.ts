import { z } from 'zod';
import {
  isNotFound,
  type JsonObject,
  type KubernetesClient,
  NoKindMatchError,
} from '../runtime';
import { sqlApiVersion, sqlGroup } from './crds/crds';
import { EXTERNAL_NAME, type ManagedResource } from './managedResource';

/** Which fields of a kind can name another object instead of a thing on the server. */
const references: Record<string, { field: string; kind: string }[]> = {
  Database: [{ field: 'owner', kind: 'Role' }],
  Schema: [
    { field: 'database', kind: 'Database' },
    { field: 'role', kind: 'Role' },
  ],
  Grant: [
    { field: 'role', kind: 'Role' },
    { field: 'database', kind: 'Database' },
    { field: 'schema', kind: 'Schema' },
    { field: 'memberOf', kind: 'Role' },
  ],
};

const policySchema = z
  .object({ resolution: z.string().optional(), resolve: z.string().optional() })
  .optional();
const refSchema = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  policy: policySchema,
});
const selectorSchema = z.object({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchControllerRef: z.boolean().optional(),
  namespace: z.string().optional(),
  policy: policySchema,
});

/**
 * Looks up what `…Ref` and `…Selector` fields stand for.
 *
 * @returns fields to put into `spec.forProvider`; `undefined` when nothing changes
 * @throws Error with the text of Crossplane's resolver
 */
export async function resolveReferences(
  client: KubernetesClient,
  resource: ManagedResource,
): Promise<JsonObject | undefined> {
  const resolved: JsonObject = {};
  for (const { field, kind } of references[resource.kind] ?? []) {
    try {
      Object.assign(resolved, await resolveOne(client, resource, field, kind));
    } catch (error) {
      const path = `mg.Spec.ForProvider.${field
        .charAt(0)
        .toUpperCase()}${field.slice(1)}`;
      throw new Error(
        `${path}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return Object.keys(resolved).length > 0 ? resolved : undefined;
}

async function resolveOne(
  client: KubernetesClient,
  resource: ManagedResource,
  field: string,
  kind: string,
): Promise<JsonObject> {
  const { forProvider } = resource.spec;
  const ref = refSchema.optional().parse(forProvider[`${field}Ref`]);
  const selector = selectorSchema
    .optional()
    .parse(forProvider[`${field}Selector`]);
  const policy = ref?.policy ?? selector?.policy;
  if (!ref && !selector) return {};
  if (forProvider[field] !== undefined && policy?.resolve !== 'Always') {
    return {};
  }
  try {
    const found = ref
      ? { ref, resource: await fetch(client, resource, kind, ref) }
      : await select(client, resource, kind, selector ?? {});
    const value = found.resource.metadata.annotations?.[EXTERNAL_NAME];
    if (!value) {
      throw new Error(
        'referenced field was empty (referenced resource may not yet be ready)',
      );
    }
    const changes: JsonObject = {};
    if (forProvider[field] !== value) changes[field] = value;
    if (!ref) changes[`${field}Ref`] = { name: found.ref.name };
    return changes;
  } catch (error) {
    if (policy?.resolution === 'Optional') return {};
    throw error;
  }
}

async function fetch(
  client: KubernetesClient,
  resource: ManagedResource,
  kind: string,
  ref: z.infer<typeof refSchema>,
) {
  try {
    return await client.get({
      apiVersion: sqlApiVersion,
      kind,
      name: ref.name,
      namespace: ref.namespace ?? resource.metadata.namespace,
    });
  } catch (error) {
    if (error instanceof NoKindMatchError) {
      throw new Error(
        `cannot get referenced resource: no matches for kind "${kind}" in version "${sqlApiVersion}"`,
      );
    }
    if (isNotFound(error)) {
      throw new Error(
        `cannot get referenced resource: ${kind}.${sqlGroup} "${ref.name}" not found`,
      );
    }
    throw error;
  }
}

async function select(
  client: KubernetesClient,
  resource: ManagedResource,
  kind: string,
  selector: z.infer<typeof selectorSchema>,
) {
  const { items } = await client.list(sqlApiVersion, kind, {
    namespace: selector.namespace ?? resource.metadata.namespace,
    labelSelector: Object.entries(selector.matchLabels ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
  });
  const controllerOf = (object: (typeof items)[number]) =>
    object.metadata.ownerReferences?.find(owner => owner.controller)?.uid;
  const match = items.find(
    item =>
      !selector.matchControllerRef ||
      controllerOf(item) === controllerOf(resource),
  );
  if (!match) throw new Error('no resources matched selector');
  return { ref: { name: match.metadata.name ?? '' }, resource: match };
}
