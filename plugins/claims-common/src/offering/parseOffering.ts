import {
  CONNECTION_KEYS_ANNOTATION,
  OFFERING_LABEL,
  TITLE_ANNOTATION,
  type KubernetesObject,
} from '@cairn/plugin-platform-common';
import { objectAt, objectsAt, textAt, type JsonObject } from '../json';
import type { Offering } from '../types';
import { isCrossplaneField } from './crossplaneFields';
import { providedValues } from './providedValues';

const SCOPES: ReadonlySet<string> = new Set([
  'Namespaced',
  'Cluster',
  'LegacyCluster',
]);

function readScope(xrd: KubernetesObject): Offering['scope'] {
  const scope = textAt(xrd.spec, 'scope');
  if (scope && SCOPES.has(scope)) {
    return scope as Offering['scope'];
  }
  // A v1 definition has no scope; the v2 default is Namespaced.
  return xrd.apiVersion.endsWith('/v1') ? 'LegacyCluster' : 'Namespaced';
}

/** The referenceable version, else the last one served. */
function pickVersion(xrd: KubernetesObject): JsonObject | undefined {
  const served = objectsAt(xrd.spec, 'versions').filter(
    version => version.served === true,
  );
  return (
    served.find(version => version.referenceable === true) ?? served.at(-1)
  );
}

function readSpecSchema(
  version: JsonObject,
  scope: Offering['scope'],
  hasConnection: boolean,
): JsonObject {
  const root = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');
  const spec = objectAt(objectAt(root, 'properties'), 'spec');
  const properties: JsonObject = Object.fromEntries(
    Object.entries(objectAt(spec, 'properties')).filter(
      ([field]) => !isCrossplaneField(scope, field),
    ),
  );
  if (
    scope === 'LegacyCluster' &&
    hasConnection &&
    !properties.writeConnectionSecretToRef
  ) {
    properties.writeConnectionSecretToRef = {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' } },
    };
  }
  return { type: 'object', ...spec, properties };
}

function readConnectionKeys(xrd: KubernetesObject): string[] {
  const annotated = xrd.metadata.annotations?.[CONNECTION_KEYS_ANNOTATION];
  const declared = objectAt(xrd, 'spec').connectionSecretKeys;
  const keys: unknown[] =
    annotated?.split(',') ?? (Array.isArray(declared) ? declared : []);
  const names = keys
    .filter(key => typeof key === 'string')
    .map(key => key.trim())
    .filter(key => key !== '');
  return [...new Set(names)];
}

function readAvailability(
  xrd: KubernetesObject,
  scope: Offering['scope'],
  hasClaim: boolean,
): Pick<Offering, 'available' | 'reason' | 'withdrawnAt'> {
  if (scope === 'Cluster') {
    return {
      available: false,
      reason:
        'It makes resources for a whole cluster, which belong to no team. Ask the platform team.',
    };
  }
  if (scope === 'LegacyCluster' && !hasClaim) {
    return {
      available: false,
      reason:
        'Its definition has no claim names, so it cannot be requested in a namespace. Ask the platform team.',
    };
  }
  if (xrd.metadata.deletionTimestamp) {
    return {
      available: false,
      reason:
        scope === 'Namespaced'
          ? 'The platform team is withdrawing it. What was requested is not deleted with it, and as long as any of that exists the withdrawal waits.'
          : 'The platform team is withdrawing it, and with it all that was requested.',
      withdrawnAt: xrd.metadata.deletionTimestamp,
    };
  }
  const type = scope === 'LegacyCluster' ? 'Offered' : 'Established';
  const established = objectsAt(objectAt(xrd, 'status'), 'conditions').some(
    condition => condition.type === type && condition.status === 'True',
  );
  return established
    ? { available: true }
    : {
        available: false,
        reason:
          'Its definition is not established on the cluster yet. If this lasts longer than a minute, tell the platform team.',
      };
}

function words(kind: string): string {
  const spaced = kind
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}

/**
 * What a Crossplane definition offers.
 *
 * @returns undefined for an XRD that did not opt in by the label `cairn.dev/offering: "true"`, or that
 * is too broken to name a kind and a served version.
 * @public
 */
export function parseOffering(options: {
  cluster: string;
  xrd: KubernetesObject;
  /** The Compositions of the cluster, which may say what they provide. */
  compositions?: readonly KubernetesObject[];
}): Offering | undefined {
  const { cluster, xrd, compositions = [] } = options;
  if (xrd.metadata.labels?.[OFFERING_LABEL] !== 'true') {
    return undefined;
  }
  const scope = readScope(xrd);
  const claimNames = objectAt(xrd.spec, 'claimNames');
  const hasClaim = textAt(claimNames, 'kind') !== undefined;
  const names =
    scope === 'LegacyCluster' && hasClaim
      ? claimNames
      : objectAt(xrd.spec, 'names');
  const version = pickVersion(xrd);
  const group = textAt(xrd.spec, 'group');
  const kind = textAt(names, 'kind');
  const plural = textAt(names, 'plural');
  const versionName = textAt(version, 'name');
  if (!version || !group || !kind || !plural || !versionName) {
    return undefined;
  }
  const connectionKeys = readConnectionKeys(xrd);
  const provided = providedValues({
    compositions,
    group,
    kind: textAt(objectAt(xrd.spec, 'names'), 'kind') ?? kind,
  });
  const schema = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');
  const spec = objectAt(objectAt(schema, 'properties'), 'spec');
  const description =
    textAt(schema, 'description') ?? textAt(spec, 'description');
  return {
    id: xrd.metadata.name,
    cluster,
    group,
    kind,
    plural,
    version: versionName,
    scope,
    title: xrd.metadata.annotations?.[TITLE_ANNOTATION] ?? words(kind),
    ...(description && { description }),
    specSchema: readSpecSchema(version, scope, connectionKeys.length > 0),
    ...(connectionKeys.length > 0 && { connectionKeys }),
    ...(provided && { provided }),
    ...readAvailability(xrd, scope, hasClaim),
  };
}
