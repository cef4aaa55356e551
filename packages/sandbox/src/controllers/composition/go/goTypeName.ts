import type { Json } from '../../runtime';

/** A value inside a chain of transforms: JSON, or a whole number (Go's int64), which JSON cannot tell from a float. */
export type GoValue = Json | bigint;

/** What Go calls the type of a value; error messages show it. */
export function goTypeName(value: GoValue): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int64';
    default:
      return 'map[string]interface {}';
  }
}
