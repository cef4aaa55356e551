type Digits = { negative: boolean; digits: string; exponent: number };

function shortest(value: number): Digits {
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e');
  return {
    negative: value < 0 || Object.is(value, -0),
    digits: mantissa.replace('.', ''),
    exponent: Number(exponent),
  };
}

/** A float without exponent and with as few digits as tell it apart (Go's format `f` with precision -1). */
export function formatPlain(value: number): string {
  if (!Number.isFinite(value)) return infinite(value);
  const { negative, digits, exponent } = shortest(value);
  const sign = negative ? '-' : '';
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** A float with as few digits as tell it apart, with an exponent if it is below -4 or from `limit` on (Go's `g`). */
export function formatShortest(value: number, limit = 21): string {
  if (!Number.isFinite(value)) return infinite(value);
  const { exponent } = shortest(value);
  return exponent < -4 || exponent >= limit
    ? withExponent(value)
    : formatPlain(value);
}

/** A float with exponent; Go writes at least two digits of it. */
export function withExponent(value: number, precision?: number): string {
  const [mantissa, exponent] = value.toExponential(precision).split('e');
  const digits = exponent.slice(1).padStart(2, '0');
  return `${mantissa}e${exponent[0]}${digits}`;
}

function infinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
