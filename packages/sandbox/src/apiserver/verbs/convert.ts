import { groupVersion } from '../registry/TypeRegistry';
import { eventFromCore, eventToCore } from '../registry/eventConversion';
import { parseStored, type StoredObject } from '../storage/StoredObject';
import type { KubeObject, ResourceType } from '../types';

function isNewEvent(type: ResourceType): boolean {
  return type.group === 'events.k8s.io' && type.plural === 'events';
}

/** The form an object is stored in: the storage version, core events. */
export function toStorage(type: ResourceType, object: KubeObject): KubeObject {
  if (isNewEvent(type)) return eventToCore(object);
  object.apiVersion = groupVersion({
    group: type.group,
    version: type.storageVersion,
  });
  return object;
}

/** The parsed object in the version of the type; fresh, may be changed. */
export function fromStorage(
  type: ResourceType,
  stored: StoredObject,
): KubeObject {
  const object = parseStored(stored);
  if (isNewEvent(type)) return eventFromCore(object);
  object.apiVersion = groupVersion(type);
  return object;
}

const OPENING = /^\{"apiVersion":"[^"]*"/;

/** The text of an object in the version of the type, without parsing it. */
export function textFromStorage(
  type: ResourceType,
  stored: StoredObject,
): string {
  if (isNewEvent(type)) return JSON.stringify(fromStorage(type, stored));
  const opening = `{"apiVersion":"${groupVersion(type)}"`;
  return stored.text.startsWith(opening)
    ? stored.text
    : stored.text.replace(OPENING, opening);
}
