import type { Environment } from '@marcbachmann/cel-js';

type Comparable = string | number | bigint | boolean | Date;

function smallest(list: Comparable[], sign: 1 | -1): Comparable {
  if (list.length === 0) {
    throw new Error(`${sign === 1 ? 'min' : 'max'} called on empty list`);
  }
  return list.reduce((best, one) => {
    const isBetter = sign === 1 ? one < best : one > best;
    return isBetter ? one : best;
  });
}

function equal(a: unknown, b: unknown): boolean {
  if (a instanceof Date && b instanceof Date) return +a === +b;
  if (typeof a === 'object' && typeof b === 'object' && a && b) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every(key =>
        equal(
          (a as Record<string, unknown>)[key],
          (b as Record<string, unknown>)[key],
        ),
      )
    );
  }
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
  return a === b;
}

/** CEL compares whole and other numbers by what they count. */
function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Items of both lists, each once. */
function union(a: unknown[], b: unknown[]): unknown[] {
  const all = [...a];
  for (const item of b) {
    if (!all.some(other => equal(other, item))) all.push(item);
  }
  return all;
}

/** Same items, whatever the order. */
function sameItems(a: unknown[], b: unknown[]): boolean {
  return (
    a.length === b.length &&
    a.every(item => b.some(other => equal(item, other)))
  );
}

/** The Kubernetes list functions, and what set lists do instead of `==` and `+`. */
export function registerListLibrary(environment: Environment): void {
  environment
    .registerFunction('list<A>.isSorted(): bool', (list: Comparable[]) =>
      list.every((item, i) => i === 0 || list[i - 1] <= item),
    )
    .registerFunction('list<A>.min(): A', (list: Comparable[]) =>
      smallest(list, 1),
    )
    .registerFunction('list<A>.max(): A', (list: Comparable[]) =>
      smallest(list, -1),
    )
    .registerFunction('list<int>.sum(): int', (list: bigint[]) =>
      list.reduce((sum, item) => sum + item, 0n),
    )
    .registerFunction('list<double>.sum(): double', (list: number[]) =>
      list.reduce((sum, item) => sum + item, 0),
    )
    .registerFunction('list<A>.indexOf(A): int', (list: unknown[], wanted) =>
      BigInt(list.findIndex(item => equal(item, wanted))),
    )
    .registerFunction(
      'list<A>.lastIndexOf(A): int',
      (list: unknown[], wanted) =>
        BigInt(list.findLastIndex(item => equal(item, wanted))),
    )
    .registerFunction(
      'celHas(dyn, string): bool',
      (value: unknown, field: string) =>
        typeof value === 'object' &&
        value !== null &&
        Object.hasOwn(value, field),
    )
    .registerFunction('celSetEquals(list<A>, list<A>): bool', sameItems)
    .registerFunction('celSetUnion(list<A>, list<A>): list<A>', union);
}

export { equal as celEqual };
