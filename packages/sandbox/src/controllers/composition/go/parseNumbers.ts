const INT64_MAX = 9223372036854775807n;
const INT64_MIN = -9223372036854775808n;

/** Reads a whole number as Go's `strconv.ParseInt` does in base 10. @throws Error with Go's text */
export function parseInteger(text: string): bigint {
  if (!/^[+-]?[0-9]+$/.test(text)) {
    throw new Error(
      `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  const value = BigInt(text.replace(/^\+/, ''));
  if (value > INT64_MAX || value < INT64_MIN) {
    throw new Error(
      `strconv.ParseInt: parsing ${JSON.stringify(text)}: value out of range`,
    );
  }
  return value;
}

/** Reads a float as Go's `strconv.ParseFloat` does, hexadecimal ones too. @throws Error with Go's text */
export function parseFloat64(text: string): number {
  const hexadecimal =
    /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$/.exec(
      text,
    );
  if (hexadecimal) {
    const [, sign, whole, fraction = '', exponent] = hexadecimal;
    const mantissa = Number.parseInt(whole + fraction || '0', 16);
    const size = mantissa * 2 ** (Number(exponent) - 4 * fraction.length);
    return sign === '-' ? -size : size;
  }
  if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text)) {
    throw new Error(
      `strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

/** Reads a truth value as Go's `strconv.ParseBool` does. @throws Error with Go's text */
export function parseTruth(text: string): boolean {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  throw new Error(
    `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}

const BINARY: Record<string, number> = {
  Ki: 1,
  Mi: 2,
  Gi: 3,
  Ti: 4,
  Pi: 5,
  Ei: 6,
};
const DECIMAL: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

/** Reads a Kubernetes quantity (`1500m`, `2Gi`) as a number. @throws Error with the text of the API machinery */
export function parseQuantity(text: string): number {
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(.*)$/.exec(text);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match ?? [];
  const digits = whole + fraction;
  const exponent = /^[eE]([+-]?[0-9]+)$/.exec(suffix);
  const known = exponent || suffix in BINARY || suffix in DECIMAL;
  if (!digits || !known) {
    throw new Error(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  }
  const base = Number(digits) * (sign === '-' ? -1 : 1);
  if (suffix in BINARY) {
    return (base / 10 ** fraction.length) * 1024 ** BINARY[suffix];
  }
  const scale =
    (exponent ? Number(exponent[1]) : DECIMAL[suffix]) - fraction.length;
  return scale < 0 ? base * Number(`1e${scale}`) : base * 10 ** scale;
}
