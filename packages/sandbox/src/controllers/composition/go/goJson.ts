import { compareBytes } from './compareBytes';
import type { GoValue } from './goTypeName';

const ESCAPES: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON as Go writes it: keys in byte order, no spaces, `<`, `>` and `&` escaped. Numbers look alike in both languages. */
export function goJson(value: GoValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value)
      .sort(compareBytes)
      .filter(key => value[key] !== undefined)
      .map(key => `${quote(key)}:${goJson(value[key] ?? null)}`);
    return `{${members.join(',')}}`;
  }
  if (Object.is(value, -0)) return '-0';
  return JSON.stringify(value);
}

function quote(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, it => ESCAPES[it]);
}
