import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Provisioner } from '@cairn/plugin-score-common';

const NONE = 'none';

/** A resource as `score.yaml` has it. */
export interface WantedResource {
  /** Its name in `score.yaml`. */
  resource: string;
  type: string;
  class?: string;
  params: JsonObject;
}

/** What is asked for by the two short ways and the long one, as `score.yaml` of the paths says it. */
export function wantedResources(input: {
  database?: string;
  cache?: string;
  resources?: WantedResource[];
}): WantedResource[] {
  const { database = NONE, cache = NONE, resources = [] } = input;
  const sized = (resource: string, type: string, size: string) =>
    size === NONE || size === '' ? [] : [{ resource, type, params: { size } }];
  return [
    ...sized('db', 'postgres', database),
    ...sized('cache', 'redis', cache),
    ...resources,
  ];
}

/** A request of the claims service, but for where. */
export interface ResourceClaim {
  offering: string;
  kind: string;
  name: string;
  spec: JsonObject;
}

function hasSecretRef(schema: Record<string, unknown>): boolean {
  const { properties } = schema;
  return (
    typeof properties === 'object' &&
    properties !== null &&
    'writeConnectionSecretToRef' in properties
  );
}

/**
 * The request a resource becomes, the same as rendering makes of it.
 *
 * @throws InputError when the platform does not offer it.
 */
export function claimOf(
  wanted: WantedResource,
  options: { component: string; provisioners: readonly Provisioner[] },
): ResourceClaim {
  const { resource, type, class: wantedClass = 'default', params } = wanted;
  const { component, provisioners } = options;
  const found = provisioners.find(
    it => it.type === type && it.class === wantedClass,
  );
  if (found?.by.kind !== 'claim') {
    const offered = provisioners
      .filter(it => it.by.kind === 'claim')
      .map(it =>
        it.class === 'default' ? it.type : `${it.type} (${it.class})`,
      );
    throw new InputError(
      `The platform does not offer ${type}${
        wanted.class ? ` (${wanted.class})` : ''
      } just now. It offers: ${offered.join(', ') || 'nothing'}.`,
    );
  }
  const { offering, claimKind, spec: own, specSchema } = found.by;
  const name = `${component}-${resource}`;
  const spec = { ...params, ...own } as JsonObject;
  return {
    offering,
    kind: claimKind,
    name,
    spec: hasSecretRef(specSchema)
      ? { writeConnectionSecretToRef: { name: `${name}-connection` }, ...spec }
      : spec,
  };
}
