import { plain } from '../../composition/go/sprintf';
import { type GoValue, goTypeName } from '../../composition/go/goTypeName';
import { compareBytes } from '../../composition/go/compareBytes';
import type { Value } from './nodes';

/** A map as templates know it. */
export type GoMap = { [key: string]: GoValue | undefined };

/** Whether it is a map, and not a list or nothing. */
export function isMap(value: Value): value is Extract<GoValue, GoMap> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys in the order in which Go ranges over a map. */
export function sortedKeys(map: GoMap): string[] {
  return Object.keys(map)
    .filter(key => map[key] !== undefined)
    .sort(compareBytes);
}

/** Whether Go's `if` takes the value for true: zero, nothing and what is empty are not. */
export function isTrue(value: Value): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  switch (typeof value) {
    case 'string':
      return value !== '';
    case 'boolean':
      return value;
    case 'number':
      return value !== 0;
    case 'bigint':
      return value !== 0n;
    default:
      return Object.keys(value).length > 0;
  }
}

/** What an action writes into the text. */
export function printed(value: Value): string {
  if (value === undefined || value === null) return '<no value>';
  return plain(value);
}

const KINDS = ['string', 'boolean', 'number', 'bigint'];

/** Whether two values are equal; Go refuses to compare some. @throws Error with Go's words */
export function isEqual(left: Value, right: Value): boolean {
  const a = left ?? null;
  const b = right ?? null;
  if (a === null || b === null) return a === b;
  for (const each of [a, b]) {
    if (!KINDS.includes(typeof each)) {
      throw new Error(
        `non-comparable type ${plain(each)}: ${goTypeName(each)}`,
      );
    }
  }
  requireAlike(a, b);
  return a === b;
}

function requireAlike(a: GoValue, b: GoValue) {
  if (typeof a === typeof b) return;
  // A whole number written in a template is an int to Go.
  const [left, right] = [a, b].map(it =>
    typeof it === 'bigint' ? 'int' : goTypeName(it),
  );
  throw new Error(`incompatible types for comparison: ${left} and ${right}`);
}

/** Whether the left comes before the right. @throws Error with Go's words */
export function isLess(left: Value, right: Value): boolean {
  const a = left ?? null;
  const b = right ?? null;
  for (const each of [a, b]) {
    if (
      each === null ||
      typeof each === 'boolean' ||
      typeof each === 'object'
    ) {
      throw new Error('invalid type for comparison');
    }
  }
  requireAlike(a, b);
  if (typeof a === 'string') return compareBytes(a, b as string) < 0;
  return (a as number) < (b as number);
}

/** Deep equality, as `reflect.DeepEqual` sees it. */
export function isSame(a: Value, b: Value): boolean {
  const left = a ?? null;
  const right = b ?? null;
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((item, index) => isSame(item, right[index]))
    );
  }
  if (isMap(left) && isMap(right)) {
    const keys = sortedKeys(left);
    return (
      keys.length === sortedKeys(right).length &&
      keys.every(key => isSame(left[key], right[key]))
    );
  }
  return left === right;
}
