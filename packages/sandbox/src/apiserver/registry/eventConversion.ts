import type { KubeObject } from '../types';

/** Names of the same field in `v1` and in `events.k8s.io/v1`. */
const FIELDS: [core: string, other: string][] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];

function rename(
  object: KubeObject,
  apiVersion: string,
  names: Map<string, string>,
): KubeObject {
  const renamed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(object)) {
    renamed[names.get(field) ?? field] = value;
  }
  return { ...renamed, apiVersion } as KubeObject;
}

/** `events.k8s.io/v1` to `v1`. */
export function eventToCore(object: KubeObject): KubeObject {
  const core = rename(
    object,
    'v1',
    new Map(FIELDS.map(([name, other]) => [other, name])),
  );
  core.source ??= {};
  return core;
}

/** `v1` to `events.k8s.io/v1`. */
export function eventFromCore(object: KubeObject): KubeObject {
  const event = rename(object, 'events.k8s.io/v1', new Map(FIELDS));
  for (const field of ['reportingController', 'reportingInstance']) {
    if (event[field] === '') delete event[field];
  }
  return event;
}
