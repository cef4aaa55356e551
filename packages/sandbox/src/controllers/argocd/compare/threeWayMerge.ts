import { isDeepStrictEqual } from 'node:util';
import { isUnion, mergeKeyOf, mergesLists } from './mergeKeys';

type Fields = Record<string, unknown>;
type Place = { kind: string; lists: boolean; parent: string };

/**
 * What an object would be after `kubectl apply`: fields of the target are set,
 * fields that the target had when it was applied last and has no more are
 * dropped, all others stay.
 *
 * @param original - The target as it was applied last.
 * @param modified - The target now.
 * @param current - The live object.
 */
export function threeWayMerge<T extends { apiVersion: string; kind: string }>(
  original: Fields | undefined,
  modified: Fields,
  current: T,
): T {
  const place = {
    kind: current.kind,
    lists: mergesLists(current.apiVersion),
    parent: '',
  };
  return mergeFields(place, original ?? {}, modified, current) as T;
}

function mergeFields(
  place: Place,
  original: Fields,
  modified: Fields,
  current: Fields,
): Fields {
  const result: Fields = { ...current };
  for (const field of Object.keys(original)) {
    if (!(field in modified)) delete result[field];
  }
  for (const [field, wanted] of Object.entries(modified)) {
    if (wanted === null || wanted === undefined) {
      delete result[field];
      continue;
    }
    result[field] = mergeValue(
      place,
      field,
      original[field],
      wanted,
      current[field],
    );
  }
  return result;
}

function mergeValue(
  place: Place,
  field: string,
  original: unknown,
  wanted: unknown,
  live: unknown,
): unknown {
  if (isFields(wanted) && isFields(live)) {
    const below = { ...place, parent: field };
    const merged = mergeFields(below, asFields(original), wanted, live);
    return place.lists && isUnion(field)
      ? oneOfUnion(merged, wanted, live)
      : merged;
  }
  if (Array.isArray(wanted) && Array.isArray(live) && place.lists) {
    const before = Array.isArray(original) ? (original as unknown[]) : [];
    if (field === 'finalizers') return mergeSet(before, wanted, live);
    const key = mergeKeyOf(place.kind, place.parent, field);
    if (key) return mergeItems(place, field, key, before, wanted, live);
  }
  return wanted;
}

function mergeItems(
  place: Place,
  field: string,
  key: string,
  original: unknown[],
  modified: unknown[],
  current: unknown[],
): unknown[] {
  const all = [...original, ...modified, ...current];
  if (!all.every(item => isFields(item) && item[key] !== undefined)) {
    return modified;
  }
  const find = (items: unknown[], id: unknown) =>
    (items as Fields[]).find(item => item[key] === id);
  const below = { ...place, parent: field };
  const merged = (wanted: Fields): Fields => {
    const live = find(current, wanted[key]);
    if (!live) return wanted;
    const before = find(original, wanted[key]) ?? {};
    const result = mergeFields(below, before, wanted, live);
    return isUnion(field) ? oneOfUnion(result, wanted, live) : result;
  };
  const wantedIds = (modified as Fields[]).map(item => item[key]);
  const liveIds = (current as Fields[]).map(item => item[key]);
  const foreign = (current as Fields[]).filter(
    item => !wantedIds.includes(item[key]) && !find(original, item[key]),
  );
  const inOrder = isDeepStrictEqual(
    liveIds.filter(id => wantedIds.includes(id)),
    wantedIds.filter(id => liveIds.includes(id)),
  );
  if (!inOrder) return [...(modified as Fields[]).map(merged), ...foreign];
  const kept = (current as Fields[])
    .filter(item => wantedIds.includes(item[key]) || foreign.includes(item))
    .map(item => {
      const wanted = find(modified, item[key]);
      return wanted ? merged(wanted) : item;
    });
  const added = (modified as Fields[]).filter(
    item => !liveIds.includes(item[key]),
  );
  return [...kept, ...added];
}

function mergeSet(
  original: unknown[],
  modified: unknown[],
  current: unknown[],
): unknown[] {
  const kept = current.filter(
    item => modified.includes(item) || !original.includes(item),
  );
  return [...new Set([...kept, ...modified])];
}

function oneOfUnion(merged: Fields, wanted: Fields, live: Fields): Fields {
  if (isDeepStrictEqual(merged, live)) return merged;
  return Object.fromEntries(
    Object.entries(merged).filter(([field]) => field in wanted),
  );
}

function asFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
