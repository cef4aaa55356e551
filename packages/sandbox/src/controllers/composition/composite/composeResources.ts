import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  EventNote,
  JsonObject,
  KubernetesClient,
  KubernetesObject,
} from '../../runtime';
import { isInvalid, isNotFound, NoKindMatchError, refOf } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import type { CompositionFunction } from '../functionTypes';
import { compareBytes } from '../go/compareBytes';
import type { ConnectionDetails } from '../patchAndTransform/extractConnectionDetails';
import { composedName } from '../render/composedName';
import type { Rendered, RenderedResource } from '../render/render';
import { render } from '../render/render';
import type { CompositeFields, ResourceRef } from './compositeFields';
import type { Observed } from './observeComposed';
import { observeComposed } from './observeComposed';
import type { AppliedMemory } from './AppliedMemory';

const REFS_MANAGER = 'apiextensions.crossplane.io/composite';
const COMPOSED_MANAGER = 'apiextensions.crossplane.io/composed/';
/** What the composite's own status is remembered as; no template has this name. */
const STATUS = '';
const COMPOSITE_LABEL = 'crossplane.io/composite';

/** What composing needs. */
export type Composer = {
  client: KubernetesClient;
  fields: CompositeFields;
  functionOf: (name: string) => CompositionFunction;
  memory: AppliedMemory;
  note: (note: EventNote) => void;
};

/** What composing did. */
export type Composed = {
  composite: KubernetesObject;
  rendered: Rendered;
  /** Names of resources that the server refused as invalid. */
  unsynced: string[];
  connectionDetails: ConnectionDetails;
};

type Named = RenderedResource & { resource: KubernetesObject };

/**
 * Brings the composed resources of a composite to what its composition says: runs the pipeline, names new resources, records
 * references, deletes what is no longer wanted, applies the rest and writes the status that the pipeline made.
 *
 * @throws Error with Crossplane's text
 */
export async function composeResources(
  composite: KubernetesObject,
  revision: KubernetesObject,
  composer: Composer,
): Promise<Composed> {
  const { client, fields, functionOf, memory, note } = composer;
  const observed = await observeComposed({ client, composite, fields });
  const rendered = run(composite, revision, observed, functionOf);
  for (const result of rendered.results) {
    note({
      type: 'Warning',
      reason: 'ComposeResources',
      message: `Pipeline step "${result.step}": ${result.message}`,
    });
  }
  const desired = rendered.composed.map(it => withName(it, composite));
  for (const each of desired) await checkScope(each, composite, client);

  await deleteUnwanted(observed, new Set(desired.map(it => it.name)), client);
  const referring = await writeRefs(composite, desired, composer);

  const unsynced: string[] = [];
  const manager = COMPOSED_MANAGER + managerHash(composite);
  for (const { name, resource } of desired) {
    const before = observed.get(name)?.resource;
    if (memory.isApplied(composite, name, resource, before)) continue;
    try {
      const result = await client.apply(resource, {
        fieldManager: manager,
        force: true,
      });
      memory.applied(composite, name, resource, result);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const message = `cannot apply composed resource "${name}": ${problem}`;
      if (!isInvalid(error)) throw new Error(message);
      unsynced.push(name);
      note({ type: 'Warning', reason: 'ComposeResources', message });
    }
  }
  return {
    composite: await applyStatus(referring, rendered, composer),
    rendered,
    unsynced,
    connectionDetails: rendered.connectionDetails,
  };
}

function run(
  composite: KubernetesObject,
  revision: KubernetesObject,
  observed: Map<string, Observed>,
  functionOf: Composer['functionOf'],
): Rendered {
  try {
    return render({
      composite: withoutManagedFields(composite),
      composition: revision as unknown as JsonObject,
      observed: new Map(
        [...observed].map(([name, it]) => [
          name,
          { ...it, resource: withoutManagedFields(it.resource) },
        ]),
      ),
      functionOf,
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // In a cluster, the step is called by its longer name.
    throw new Error(
      error.message.replace(
        /^cannot run pipeline step/,
        'cannot run Composition pipeline step',
      ),
    );
  }
}

function withoutManagedFields(object: KubernetesObject): JsonObject {
  const { managedFields, ...metadata } = object.metadata;
  return { ...object, metadata } as unknown as JsonObject;
}

function withName(
  rendered: RenderedResource,
  composite: KubernetesObject,
): Named {
  const resource = rendered.resource as unknown as KubernetesObject;
  if (!resource.metadata.name) {
    resource.metadata.name = composedName({
      generateName: resource.metadata.generateName ?? '',
      ownerUid: composite.metadata.uid ?? '',
      resourceName: rendered.name,
    });
  }
  return { ...rendered, resource };
}

async function checkScope(
  { name, resource }: Named,
  composite: KubernetesObject,
  client: KubernetesClient,
): Promise<void> {
  const { apiVersion, kind, metadata } = resource;
  if (!composite.metadata.namespace) return;
  let namespaced: boolean;
  try {
    ({ namespaced } = await client.discovery.resourceOf(apiVersion, kind));
  } catch (error) {
    if (!(error instanceof NoKindMatchError)) throw error;
    throw new Error(
      `cannot check if composed resource "${name}" is namespaced (a ${kind} named ): failed to get restmapping: ${error.message}`,
    );
  }
  if (!namespaced) {
    throw new Error(
      `cannot apply cluster scoped composed resource "${name}" (a ${kind} named ${metadata.name}) for a namespaced composite resource.`,
    );
  }
}

/** Takes the label away first, so that nobody finds the resource any more, and then deletes what belongs to it, too. */
async function deleteUnwanted(
  observed: Map<string, Observed>,
  wanted: Set<string>,
  client: KubernetesClient,
): Promise<void> {
  for (const [name, { resource }] of observed) {
    if (wanted.has(name)) continue;
    try {
      const ref = refOf(resource);
      if (resource.metadata.labels?.[COMPOSITE_LABEL] !== undefined) {
        await client.patch(ref, {
          metadata: { labels: { [COMPOSITE_LABEL]: null } },
        });
      }
      await client.delete(ref, {
        propagationPolicy: 'Foreground',
        preconditions: { uid: resource.metadata.uid },
      });
    } catch (error) {
      if (isNotFound(error)) continue;
      const problem = error instanceof Error ? error.message : String(error);
      throw new Error(
        `cannot garbage collect composed resources that are no longer desired: cannot delete composed resource "${name}": ${problem}`,
      );
    }
  }
}

async function writeRefs(
  composite: KubernetesObject,
  desired: Named[],
  composer: Composer,
): Promise<KubernetesObject> {
  const { client, fields } = composer;
  const refs = desired
    .map(({ resource }): ResourceRef => {
      const { name, namespace } = resource.metadata;
      return {
        apiVersion: resource.apiVersion,
        kind: resource.kind,
        name,
        ...(!composite.metadata.namespace && namespace && { namespace }),
      };
    })
    .sort((a, b) => compareBytes(sortKey(a), sortKey(b)));
  if (isDeepStrictEqual(refs, fields.resourceRefs(composite))) return composite;
  const { apiVersion, kind, metadata } = composite;
  return client.apply(
    {
      apiVersion,
      kind,
      metadata: { name: metadata.name, namespace: metadata.namespace },
      spec: fields.onlySpec({ resourceRefs: refs }),
    },
    { fieldManager: REFS_MANAGER, force: true },
  );
}

function sortKey(ref: ResourceRef): string {
  return ref.apiVersion + ref.kind + ref.name;
}

/** Applied, not updated: a field that the pipeline no longer writes disappears. */
async function applyStatus(
  composite: KubernetesObject,
  rendered: Rendered,
  { client, memory }: Composer,
): Promise<KubernetesObject> {
  const { conditions, ...status } = isObject(rendered.composite.status)
    ? rendered.composite.status
    : {};
  const applied = composite.metadata.managedFields?.some(
    it => it.manager === REFS_MANAGER && it.subresource === 'status',
  );
  if (Object.keys(status).length === 0 && !applied) return composite;
  const stands = Object.entries(status).every(([key, value]) =>
    isDeepStrictEqual(composite.status?.[key], value),
  );
  if (stands && memory.wasApplied(composite, STATUS, status)) return composite;
  const { apiVersion, kind, metadata } = composite;
  const result = await client.applyStatus(
    {
      apiVersion,
      kind,
      metadata: { name: metadata.name, namespace: metadata.namespace },
      status,
    },
    { fieldManager: REFS_MANAGER, force: true },
  );
  memory.applied(composite, STATUS, status, result);
  return result;
}

function managerHash(composite: KubernetesObject): string {
  const [group] = composite.apiVersion.split('/');
  return createHash('sha256')
    .update(`${composite.metadata.name}${composite.kind}.${group}`)
    .digest('hex');
}
