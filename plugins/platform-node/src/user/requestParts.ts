import { InputError, NotFoundError } from '@backstage/errors';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { DiscoveredKind } from '../discovery/types';
import { resourcePath } from '../http/resourcePath';
import type { GroupKind } from '../types';
import { apiVersionOf } from '../watch/listAll';
import { isSecretKind, projectObject } from '../watch/projectObject';

/** A version no object ever has: an apply that carries it can create but never change. */
export const NO_OBJECT_VERSION = '1';

/**
 * The Accept header by which of a Secret only the metadata are sent, so that its values never enter
 * the portal; nothing for other kinds.
 */
export function acceptHeader(
  kind: GroupKind,
  as:
    | 'PartialObjectMetadata'
    | 'PartialObjectMetadataList' = 'PartialObjectMetadata',
): Record<string, string> {
  return isSecretKind(kind)
    ? { accept: `application/json;as=${as};g=meta.k8s.io;v=v1` }
    : {};
}

/** @throws InputError for what is no apiVersion. */
export function splitApiVersion(apiVersion: string): {
  group: string;
  version: string;
} {
  const [first, second, ...rest] = apiVersion.split('/');
  if (rest.length > 0 || first === '' || second === '') {
    throw new InputError(
      'apiVersion must be "v1" or "group/version", for example "platform.cairn.dev/v1alpha1"',
    );
  }
  return second === undefined
    ? { group: '', version: first }
    : { group: first, version: second };
}

/** @throws InputError when an object of a namespaced kind is named without its namespace. */
export function pathOf(
  found: DiscoveredKind,
  namespace: string | undefined,
  name?: string,
): string {
  if (found.namespaced && name !== undefined && !namespace) {
    throw new InputError(
      `metadata.namespace is missing: ${found.plural} live in a namespace`,
    );
  }
  return resourcePath({
    ...found,
    namespace: found.namespaced ? namespace : undefined,
    name,
  });
}

/** Reads one item of a list. */
export function readItem(
  raw: unknown,
  found: DiscoveredKind,
): KubernetesObject | undefined {
  return projectObject(raw, {
    apiVersion: apiVersionOf(found),
    kind: found.kind,
  });
}

/**
 * Reads the answer to a request for one object, and checks that it is the one that was asked for,
 * whatever the server says.
 *
 * @throws NotFoundError when it is not.
 */
export function readObject(
  raw: unknown,
  found: DiscoveredKind,
  ref: { namespace?: string; name: string },
): KubernetesObject {
  const object = readItem(raw, found);
  if (
    !object ||
    object.metadata.name !== ref.name ||
    (found.namespaced && object.metadata.namespace !== ref.namespace)
  ) {
    throw new NotFoundError(`There is no ${found.plural} "${ref.name}"`);
  }
  return object;
}
