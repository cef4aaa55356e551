import { type GoValue, goTypeName } from '../../../composition/go/goTypeName';
import { isMap, isSame, isTrue, sortedKeys } from '../goValues';
import {
  asValue,
  fn,
  listOf,
  MANY,
  mapOf,
  type TemplateFunction,
  textOf,
  wholeOf,
} from './functionTypes';
import { textual } from './strings';

const last = (args: GoValue[]) => args.at(-1) ?? null;

function pairs(args: GoValue[], start: Record<string, GoValue> = {}) {
  const map = { ...start };
  for (let at = 0; at < args.length; at += 2) {
    map[textual(args[at])] = args[at + 1] ?? '';
  }
  return map as GoValue;
}

function merged(maps: GoValue[], overwrite: boolean): GoValue {
  const [first, ...rest] = maps.map(mapOf);
  const result: Record<string, GoValue | undefined> = { ...first };
  for (const map of rest) {
    for (const key of sortedKeys(map)) {
      const old = result[key] ?? null;
      const now = map[key] ?? null;
      if (isMap(old) && isMap(now)) result[key] = merged([old, now], overwrite);
      else if (overwrite ? isTrue(now) : !isTrue(old)) result[key] = now;
    }
  }
  return result as GoValue;
}

const rangeOf = (from: bigint, to: bigint, step: bigint) => {
  const items: GoValue[] = [];
  if (step === 0n) return asValue(items);
  for (let at = from; step > 0n ? at < to : at > to; at += step) {
    if (items.length >= 100_000) throw new Error('the list is too long');
    items.push(at);
  }
  return asValue(items);
};

/** Functions of lists and maps: sprig's. */
export const collections: Record<string, TemplateFunction> = {
  list: fn(0, MANY, args => asValue(args)),
  tuple: fn(0, MANY, args => asValue(args)),
  slice: fn(1, 3, ([list, ...bounds]) => {
    if (!Array.isArray(list)) {
      throw new Error(
        `list should be type of slice or array but ${goTypeName(list ?? null)}`,
      );
    }
    const [from, to] = bounds.map(it => Number(wholeOf(it)));
    return list.slice(from, to);
  }),
  first: fn(1, 1, ([list]) => listOf(list)[0] ?? null),
  last: fn(1, 1, ([list]) => listOf(list).at(-1) ?? null),
  rest: fn(1, 1, ([list]) => asValue(listOf(list).slice(1))),
  initial: fn(1, 1, ([list]) => asValue(listOf(list).slice(0, -1))),
  append: fn(2, 2, ([list, item]) => asValue([...listOf(list), item ?? null])),
  push: fn(2, 2, ([list, item]) => asValue([...listOf(list), item ?? null])),
  prepend: fn(2, 2, ([list, item]) => asValue([item ?? null, ...listOf(list)])),
  concat: fn(0, MANY, lists => asValue(lists.flatMap(listOf))),
  reverse: fn(1, 1, ([list]) => asValue([...listOf(list)].reverse())),
  uniq: fn(1, 1, ([list]) =>
    asValue(
      listOf(list).filter(
        (item, index, all) => all.findIndex(it => isSame(it, item)) === index,
      ),
    ),
  ),
  without: fn(1, MANY, ([list, ...omitted]) =>
    asValue(listOf(list).filter(it => !omitted.some(no => isSame(no, it)))),
  ),
  compact: fn(1, 1, ([list]) => asValue(listOf(list).filter(isTrue))),
  has: fn(2, 2, ([item, list]) =>
    list === null ? false : listOf(list).some(it => isSame(it, item)),
  ),
  until: fn(1, 1, ([to]) => {
    const end = wholeOf(to);
    return rangeOf(0n, end, end < 0n ? -1n : 1n);
  }),
  untilStep: fn(3, 3, ([from, to, step]) =>
    rangeOf(wholeOf(from), wholeOf(to), wholeOf(step)),
  ),
  dict: fn(0, MANY, args => pairs(args)),
  get: fn(2, 2, ([map, key]) => mapOf(map)[textOf(key)] ?? ''),
  // Sprig changes the map itself; here every parameter set is its own copy anyway.
  set: fn(3, 3, ([map, key, value]) => {
    const known = mapOf(map);
    known[textOf(key)] = value as never;
    return known;
  }),
  unset: fn(2, 2, ([map, key]) => {
    const known = mapOf(map);
    delete known[textOf(key)];
    return known;
  }),
  hasKey: fn(2, 2, ([map, key]) => Object.hasOwn(mapOf(map), textOf(key))),
  keys: fn(0, MANY, maps => maps.flatMap(map => sortedKeys(mapOf(map)))),
  values: fn(1, 1, ([map]) => {
    const known = mapOf(map);
    return asValue(sortedKeys(known).map(key => known[key] ?? null));
  }),
  pluck: fn(1, MANY, ([key, ...maps]) =>
    asValue(
      maps
        .map(mapOf)
        .filter(map => Object.hasOwn(map, textOf(key)))
        .map(map => map[textOf(key)] ?? null),
    ),
  ),
  pick: fn(1, MANY, ([map, ...names]) => {
    const known = mapOf(map);
    const wanted = names.map(textOf).filter(name => Object.hasOwn(known, name));
    return Object.fromEntries(wanted.map(name => [name, known[name]]));
  }),
  omit: fn(1, MANY, ([map, ...names]) => {
    const omitted = new Set(names.map(textOf));
    return Object.fromEntries(
      Object.entries(mapOf(map)).filter(([name]) => !omitted.has(name)),
    );
  }),
  merge: fn(1, MANY, maps => merged(maps, false)),
  mergeOverwrite: fn(1, MANY, maps => merged(maps, true)),
  deepCopy: fn(1, 1, ([value]) => structuredClone(value)),
  dig: fn(3, MANY, args => {
    const names = args.slice(0, -2).map(textOf);
    let value: GoValue = last(args);
    for (const name of names) {
      if (!isMap(value) || !Object.hasOwn(value, name)) {
        return args.at(-2) ?? null;
      }
      value = value[name] ?? null;
    }
    return value;
  }),
};
