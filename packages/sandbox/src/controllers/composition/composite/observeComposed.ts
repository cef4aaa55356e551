import type { KubernetesClient, KubernetesObject } from '../../runtime';
import { NoKindMatchError } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import type { ConnectionDetails } from '../patchAndTransform/extractConnectionDetails';
import { RESOURCE_NAME_ANNOTATION } from '../render/renderMetadata';
import type { CompositeFields } from './compositeFields';

/** A composed resource that exists. */
export type Observed = {
  resource: KubernetesObject;
  connectionDetails: ConnectionDetails;
};

/**
 * Reads the composed resources that a composite refers to, by the names of their templates. Those that are gone, or that
 * another object controls, are left out.
 */
export async function observeComposed(options: {
  client: KubernetesClient;
  composite: KubernetesObject;
  fields: CompositeFields;
}): Promise<Map<string, Observed>> {
  const { client, composite, fields } = options;
  const found = await Promise.all(
    fields.resourceRefs(composite).map(async ref => {
      if (!ref.name) return undefined;
      const resource = await findResource(client, {
        ...ref,
        name: ref.name,
        namespace: composite.metadata.namespace ?? ref.namespace,
      });
      if (!resource) return undefined;
      const controller = resource.metadata.ownerReferences?.find(
        it => it.controller,
      );
      if (controller && controller.uid !== composite.metadata.uid)
        return undefined;
      const name = resource.metadata.annotations?.[RESOURCE_NAME_ANNOTATION];
      if (!name) return undefined;
      const connectionDetails = await readConnection(client, resource);
      return [name, { resource, connectionDetails }] as const;
    }),
  );
  return new Map(found.filter(it => it !== undefined));
}

async function findResource(
  client: KubernetesClient,
  ref: { apiVersion: string; kind: string; name: string; namespace?: string },
): Promise<KubernetesObject | undefined> {
  try {
    const { namespaced } = await client.discovery.resourceOf(
      ref.apiVersion,
      ref.kind,
    );
    if (namespaced && !ref.namespace) {
      throw new Error(
        'cannot get existing composed resources: cannot get composed resource: an empty namespace may not be set when a resource name is provided',
      );
    }
  } catch (error) {
    // A kind that is gone took its objects with it.
    if (error instanceof NoKindMatchError) return undefined;
    throw error;
  }
  return client.find(ref);
}

async function readConnection(
  client: KubernetesClient,
  resource: KubernetesObject,
): Promise<ConnectionDetails> {
  const reference = resource.spec?.writeConnectionSecretToRef;
  if (!isObject(reference) || typeof reference.name !== 'string') return {};
  const namespace =
    typeof reference.namespace === 'string'
      ? reference.namespace
      : resource.metadata.namespace;
  if (!namespace) return {};
  const secret = await client.find({
    apiVersion: 'v1',
    kind: 'Secret',
    name: reference.name,
    namespace,
  });
  return decodeSecret(secret);
}

/** The keys and values of a Secret, as text. */
export function decodeSecret(
  secret: KubernetesObject | undefined,
): ConnectionDetails {
  const data = isObject(secret?.data) ? secret.data : {};
  return Object.fromEntries(
    Object.entries(data)
      .filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      )
      .map(([key, value]) => [
        key,
        Buffer.from(value, 'base64').toString('utf8'),
      ]),
  );
}
