import { compareBytes } from '../../../composition/go/compareBytes';
import { plain, sprintf } from '../../../composition/go/sprintf';
import type { GoValue } from '../../../composition/go/goTypeName';
import { isEqual, isLess, isMap, isTrue } from '../goValues';
import {
  countOf,
  fn,
  MANY,
  type TemplateFunction,
  textOf,
} from './functionTypes';

const HTML: Record<string, string> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** The functions that every Go template has; `and` and `or` belong to the execution. */
export const builtins: Record<string, TemplateFunction> = {
  not: fn(1, 1, ([value]) => !isTrue(value)),
  eq: fn(2, MANY, ([first, ...rest]) => rest.some(it => isEqual(first, it))),
  ne: fn(2, 2, ([a, b]) => !isEqual(a, b)),
  lt: fn(2, 2, ([a, b]) => isLess(a, b)),
  le: fn(2, 2, ([a, b]) => isLess(a, b) || isEqual(a, b)),
  gt: fn(2, 2, ([a, b]) => !isLess(a, b) && !isEqual(a, b)),
  ge: fn(2, 2, ([a, b]) => !isLess(a, b)),
  len: fn(1, 1, ([value]) => BigInt(lengthOf(value))),
  index: fn(1, MANY, ([value, ...keys]) => keys.reduce(at, value)),
  print: fn(0, MANY, args => printAll(args, false)),
  println: fn(0, MANY, args => `${printAll(args, true)}\n`),
  printf: fn(1, MANY, ([format, ...args]) => sprintf(textOf(format), ...args)),
  html: fn(1, MANY, args =>
    printAll(args, false).replace(/["'&<>]/g, it => HTML[it] ?? it),
  ),
  js: fn(1, MANY, args =>
    JSON.stringify(printAll(args, false)).slice(1, -1).replaceAll("'", "\\'"),
  ),
  urlquery: fn(1, MANY, args =>
    encodeURIComponent(printAll(args, false)).replaceAll('%20', '+'),
  ),
};

/** Go's Sprint: a space between two values when neither is a string. */
function printAll(args: GoValue[], always: boolean): string {
  return args
    .map((value, index) => {
      const bare = [value, args[index - 1]].every(it => typeof it !== 'string');
      return (index > 0 && (always || bare) ? ' ' : '') + plain(value);
    })
    .join('');
}

function lengthOf(value: GoValue | undefined): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  throw new Error(
    value === null || value === undefined
      ? 'len of nil pointer'
      : `len of type ${sprintf('%T', value)}`,
  );
}

function at(value: GoValue, key: GoValue): GoValue {
  if (value === null) throw new Error('index of untyped nil');
  if (Array.isArray(value) || typeof value === 'string') {
    const index = countOf(key);
    const items = typeof value === 'string' ? [...Buffer.from(value)] : value;
    if (index < 0 || index >= items.length) {
      throw new Error(`index out of range: ${index}`);
    }
    const item = items[index];
    return typeof value === 'string' ? BigInt(item as number) : item ?? null;
  }
  if (isMap(value)) {
    const name = textOf(key);
    return Object.hasOwn(value, name) ? value[name] ?? null : null;
  }
  throw new Error(`can't index item of type ${sprintf('%T', value)}`);
}

/** Strings in the order in which Go sorts them. */
export function sortedTexts(items: string[]): string[] {
  return [...items].sort(compareBytes);
}
