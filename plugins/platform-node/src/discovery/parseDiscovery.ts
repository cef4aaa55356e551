import type { DiscoveredKind } from './types';

/** The kinds of one group and version. */
export interface GroupVersionResources {
  group: string;
  version: string;
  resources: Omit<DiscoveredKind, 'group' | 'version'>[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function strings(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string')
    : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Reads an `APIGroupDiscoveryList` (apidiscovery.k8s.io/v2 or v2beta1), versions in the order the
 * cluster prefers. Undefined when the answer is something else: older servers answer with their
 * plain list whatever the Accept header says.
 *
 * @remarks The group comes from the list entry: for built-in kinds `responseKind.group` is empty.
 */
export function parseAggregatedDiscovery(
  body: unknown,
): GroupVersionResources[] | undefined {
  if (!isRecord(body) || body.kind !== 'APIGroupDiscoveryList') {
    return undefined;
  }
  return records(body.items).flatMap(item => {
    const group = isRecord(item.metadata) ? text(item.metadata.name) : '';
    return records(item.versions).map(version => ({
      group,
      version: text(version.version),
      resources: records(version.resources)
        .map(resource => ({
          kind: isRecord(resource.responseKind)
            ? text(resource.responseKind.kind)
            : '',
          plural: text(resource.resource),
          namespaced: resource.scope === 'Namespaced',
          verbs: strings(resource.verbs),
        }))
        .filter(({ kind, plural }) => kind !== '' && plural !== ''),
    }));
  });
}

/** Reads an `APIGroupList`: group and version pairs, the preferred version of each group first. */
export function parseGroupList(
  body: unknown,
): { group: string; version: string }[] {
  if (!isRecord(body)) {
    return [];
  }
  return records(body.groups).flatMap(item => {
    const group = text(item.name);
    const preferred = isRecord(item.preferredVersion)
      ? text(item.preferredVersion.version)
      : '';
    const versions = records(item.versions).map(({ version }) => text(version));
    return [...new Set([preferred, ...versions])]
      .filter(version => group !== '' && version !== '')
      .map(version => ({ group, version }));
  });
}

/** Reads an `APIResourceList`; subresources (`pods/log`) are left out. */
export function parseResourceList(
  body: unknown,
): GroupVersionResources['resources'] {
  if (!isRecord(body)) {
    return [];
  }
  return records(body.resources)
    .map(resource => ({
      kind: text(resource.kind),
      plural: text(resource.name),
      namespaced: resource.namespaced === true,
      verbs: strings(resource.verbs),
    }))
    .filter(
      ({ kind, plural }) =>
        kind !== '' && plural !== '' && !plural.includes('/'),
    );
}
