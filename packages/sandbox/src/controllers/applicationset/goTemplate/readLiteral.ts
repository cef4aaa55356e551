import type { GoValue } from '../../composition/go/goTypeName';
import type { Token } from './lexTemplate';

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

/** A literal's value: whole numbers are `bigint`, as Go's are int. */
export function readLiteral(
  token: Token,
  failure: (problem: string) => Error,
): GoValue {
  const { kind, text } = token;
  if (kind === 'number') return readNumber(text, failure);
  if (kind === 'char') {
    const rune = unescape(text.slice(1, -1));
    return BigInt(rune.codePointAt(0) ?? 0);
  }
  return text.startsWith('`') ? text.slice(1, -1) : unescape(text.slice(1, -1));
}

function readNumber(
  text: string,
  failure: (problem: string) => Error,
): GoValue {
  const digits = text.replaceAll('_', '');
  if (/^[+-]?(\d+|0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+)$/.test(digits)) {
    const negative = digits.startsWith('-');
    let size = digits.replace(/^[+-]/, '');
    // A leading zero alone means octal, as in Go.
    if (/^0[0-7]+$/.test(size)) size = `0o${size.slice(1)}`;
    if (/^0\d/.test(size)) throw failure(`bad number syntax: "${text}"`);
    return negative ? -BigInt(size) : BigInt(size);
  }
  const value = Number(digits);
  if (!Number.isFinite(value)) throw failure(`bad number syntax: "${text}"`);
  return value;
}

function unescape(text: string): string {
  return text.replace(
    /\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[0-7]{3}|.)/gs,
    (whole, escaped: string) => {
      const known = ESCAPES[escaped];
      if (known !== undefined) return known;
      if (/^[uUx]/.test(escaped)) {
        return String.fromCodePoint(Number.parseInt(escaped.slice(1), 16));
      }
      return /^[0-7]{3}$/.test(escaped)
        ? String.fromCodePoint(Number.parseInt(escaped, 8))
        : whole;
    },
  );
}
