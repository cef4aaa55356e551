import { type GoValue, goTypeName } from '../../../composition/go/goTypeName';
import { isMap } from '../goValues';

/** A function a template may call. What it throws is said as `error calling NAME: ...`. */
export type TemplateFunction = {
  least: number;
  most: number;
  run: (args: GoValue[]) => GoValue | undefined;
};

/** The functions by their names. */
export type Functions = ReadonlyMap<string, TemplateFunction>;

/** Arguments of any number, from the least on. */
export const MANY = Number.POSITIVE_INFINITY;

/** A function of `least` to `most` arguments. */
export function fn(
  least: number,
  most: number,
  run: TemplateFunction['run'],
): TemplateFunction {
  return { least, most, run };
}

/** An argument of a kind that the function does not take. */
export class ArgumentError extends Error {
  constructor(readonly value: GoValue, expected: string) {
    super(
      value === null
        ? `invalid value; expected ${expected}`
        : `wrong type for value; expected ${expected}; got ${goTypeName(
            value,
          )}`,
    );
    this.name = 'ArgumentError';
  }
}

/** An argument that must be a string. @throws Error with Go's words */
export function textOf(value: GoValue | undefined): string {
  if (typeof value === 'string') return value;
  throw new ArgumentError(value ?? null, 'string');
}

/** An argument that must be a map. @throws Error with Go's words */
export function mapOf(value: GoValue | undefined) {
  if (isMap(value)) return value;
  throw new ArgumentError(value ?? null, 'map[string]interface {}');
}

/** An argument that must be a list. @throws Error */
export function listOf(value: GoValue | undefined): GoValue[] {
  if (Array.isArray(value)) return value;
  throw new ArgumentError(value ?? null, '[]interface {}');
}

/** An argument that must be a whole number. @throws Error with Go's words */
export function countOf(value: GoValue | undefined): number {
  if (typeof value === 'bigint') return Number(value);
  throw new ArgumentError(value ?? null, 'int');
}

/** Any value as a whole number, as sprig's `int64` reads it: 0 where there is none. */
export function wholeOf(value: GoValue | undefined): bigint {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'number':
      return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
    case 'boolean':
      return value ? 1n : 0n;
    case 'string':
      return /^[+-]?\d+$/.test(value) ? BigInt(value.replace(/^\+/, '')) : 0n;
    default:
      return 0n;
  }
}

/** Any value as a float, as sprig's `float64` reads it. */
export function floatOf(value: GoValue | undefined): number {
  if (typeof value === 'string') {
    const number = Number(value);
    return value.trim() === '' || Number.isNaN(number) ? 0 : number;
  }
  return typeof value === 'number' ? value : Number(wholeOf(value));
}

/** A list that can be put into a value: whole numbers stay whole. */
export function asValue(items: GoValue[]): GoValue {
  return items as GoValue;
}
