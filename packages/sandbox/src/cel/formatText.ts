/** What may stand after `%`. */
const CLAUSE = /%(?:\.(\d+))?([sdfeboxX%])/g;

/**
 * `'%s has %d'.format([…])` as CEL's strings library does it.
 *
 * @throws Error worded as cel-go words it
 */
export function formatText(text: string, values: unknown[]): string {
  let next = 0;
  return text.replace(CLAUSE, (_clause, precision, kind: string) => {
    if (kind === '%') return '%';
    if (next >= values.length) throw new Error(`index ${next} out of range`);
    const value = values[next];
    next += 1;
    return clause(kind, value, Number(precision ?? 6));
  });
}

function clause(kind: string, value: unknown, precision: number): string {
  switch (kind) {
    case 's':
      return stringClause(value);
    case 'd':
      if (typeof value === 'bigint') return String(value);
      throw failed('decimal clause can only be used on integers', value);
    case 'f':
      return fixed(value).toFixed(precision);
    case 'e':
      return fixed(value)
        .toExponential(precision)
        .replace(/e([+-])(\d)$/, 'e$10$2');
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0';
      return inBase(value, 2, 'binary');
    case 'o':
      return inBase(value, 8, 'octal');
    default: {
      const digits =
        typeof value === 'string'
          ? Buffer.from(value).toString('hex')
          : inBase(value, 16, 'hex');
      return kind === 'X' ? digits.toUpperCase() : digits;
    }
  }
}

function fixed(value: unknown): number {
  if (typeof value === 'number') return value;
  throw failed('fixed-point clause can only be used on doubles', value);
}

function inBase(value: unknown, base: number, name: string): string {
  if (typeof value === 'bigint') return value.toString(base);
  throw failed(`${name} clause can only be used on integers`, value);
}

function failed(what: string, value: unknown): Error {
  return new Error(
    `error during formatting: ${what}, was given ${typeName(value)}`,
  );
}

function typeName(value: unknown): string {
  if (value === null) return 'null_type';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map';
}

function stringClause(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Date) {
    return value.toISOString().replace(/\.000Z$/, 'Z');
  }
  if (Array.isArray(value)) return `[${value.map(stringClause).join(', ')}]`;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries
      .map(([key, one]) => `${key}: ${stringClause(one)}`)
      .join(', ')}}`;
  }
  return String(value);
}
