const SCALES: Record<string, number> = {
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
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** A quantity in billionths, so that the smallest unit is a whole number. */
export function billionths(quantity: unknown): bigint {
  const [, sign = '', whole = '0', fraction = '', suffix = ''] =
    /^([+-]?)(\d*)\.?(\d*)(.*)$/.exec(String(quantity).trim()) ?? [];
  const binary = BINARY.indexOf(suffix);
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)?.[1];
  const power = 9 + (binary > 0 ? 0 : Number(exponent ?? SCALES[suffix] ?? 0));
  const digits = BigInt(`${whole}${fraction}` || '0');
  const shift = power - fraction.length;
  const scaled =
    shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  const value = binary > 0 ? scaled * 1024n ** BigInt(binary) : scaled;
  return sign === '-' ? -value : value;
}

/** Compares two quantities such as `100m` and `2Gi`: below, at or above 0. */
export function compareQuantities(a: unknown, b: unknown): number {
  const [left, right] = [billionths(a), billionths(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
