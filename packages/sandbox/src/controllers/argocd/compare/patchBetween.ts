import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, KubernetesObject } from '../../runtime';
import { mergeKeyOf, mergesLists } from './mergeKeys';

type Fields = Record<string, unknown>;

/** A patch and how it is to be understood. */
export type ApplyPatch = {
  contentType: string;
  body: JsonObject;
};

/**
 * The patch that makes one object the other, as `kubectl apply` sends it: a
 * strategic merge patch for the server's own kinds, a merge patch for others.
 *
 * @returns `undefined` when there is nothing to change
 */
export function patchBetween(
  live: KubernetesObject,
  wanted: KubernetesObject,
): ApplyPatch | undefined {
  const strategic = mergesLists(live.apiVersion);
  const body = difference(live.kind, strategic, '', live, wanted);
  if (Object.keys(body).length === 0) return undefined;
  return {
    contentType: strategic
      ? 'application/strategic-merge-patch+json'
      : 'application/merge-patch+json',
    body: body as JsonObject,
  };
}

function difference(
  kind: string,
  strategic: boolean,
  parent: string,
  live: Fields,
  wanted: Fields,
): Fields {
  const patch: Fields = {};
  for (const field of Object.keys(live)) {
    if (wanted[field] === undefined) patch[field] = null;
  }
  for (const [field, value] of Object.entries(wanted)) {
    const before = live[field];
    if (value === undefined || isDeepStrictEqual(value, before)) continue;
    if (isFields(value) && isFields(before)) {
      patch[field] = difference(kind, strategic, field, before, value);
    } else if (strategic && Array.isArray(value) && Array.isArray(before)) {
      Object.assign(patch, listPatch(kind, parent, field, before, value));
    } else {
      patch[field] = value;
    }
  }
  return patch;
}

function listPatch(
  kind: string,
  parent: string,
  field: string,
  before: unknown[],
  value: unknown[],
): Fields {
  if (field === 'finalizers') {
    const gone = before.filter(item => !value.includes(item));
    return {
      [field]: value,
      ...(gone.length > 0 && { [`$deleteFromPrimitiveList/${field}`]: gone }),
    };
  }
  // Without the directive the server would merge the items into the live ones.
  return mergeKeyOf(kind, parent, field)
    ? { [field]: [...value, { $patch: 'replace' }] }
    : { [field]: value };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
