import { PromqlError } from './ast';

const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

const DURATION = /^(?:\d+(?:ms|[smhdwy]))+$/;

/** A duration such as `1h30m`, or a number of seconds, in milliseconds. */
export function parseDuration(text: string): number | undefined {
  if (DURATION.test(text)) {
    let sum = 0;
    for (const [, count = '', unit = ''] of text.matchAll(
      /(\d+)(ms|[smhdwy])/g,
    )) {
      sum += Number(count) * (UNITS[unit] ?? 0);
    }
    return sum;
  }
  const seconds = Number(text);
  return text !== '' && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** A number as PromQL writes it; a duration is its seconds. */
export function parseNumber(text: string, position: number): number {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const factor = sign === '-' ? -1 : 1;
  if (/^inf$/i.test(rest)) return factor * Infinity;
  if (/^nan$/i.test(rest)) return NaN;
  if (DURATION.test(rest)) return (factor * (parseDuration(rest) ?? 0)) / 1000;
  const value = Number(rest.replaceAll('_', ''));
  if (rest === '' || Number.isNaN(value)) {
    throw new PromqlError(position, `bad number or duration syntax: "${text}"`);
  }
  return factor * value;
}

const ESCAPES: Record<string, string> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** A string in single quotes, double quotes or back quotes. */
export function parseString(text: string, position: number): string {
  const quote = text[0];
  const inner = text.slice(1, -1);
  if (quote === '`') return inner;
  return inner.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)/gs,
    (_, code: string) => {
      if (/^[xuU]/.test(code)) {
        return String.fromCodePoint(parseInt(code.slice(1), 16));
      }
      if (/^[0-7]{3}$/.test(code))
        return String.fromCharCode(parseInt(code, 8));
      const found = ESCAPES[code];
      if (found === undefined) {
        throw new PromqlError(position, `unknown escape sequence in ${text}`);
      }
      return found;
    },
  );
}
