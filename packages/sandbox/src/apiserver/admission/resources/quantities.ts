import { billionths } from '../../schema/builtin/compareQuantities';

/** An amount in billionths, and whether it is written in powers of 1024. */
export interface Amount {
  value: bigint;
  binary: boolean;
}

/** Amounts by resource, such as `limits.cpu`. */
export type Amounts = Record<string, Amount>;

const ONE = 1_000_000_000n;
const DECIMAL = ['E', 'P', 'T', 'G', 'M', 'k'];
const BINARY = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'];

/** Reads a quantity such as `100m` or `2Gi`. */
export function amountOf(quantity: unknown): Amount {
  return {
    value: billionths(quantity),
    binary: /[KMGTPE]i$/.test(String(quantity).trim()),
  };
}

/** So many whole ones. */
export function countOf(count: number): Amount {
  return { value: BigInt(count) * ONE, binary: false };
}

/** Sum of two amounts, written as the first unless that is nothing. */
export function addAmounts(a: Amount | undefined, b: Amount): Amount {
  if (!a || a.value === 0n) return b;
  return { value: a.value + b.value, binary: a.binary };
}

/** Adds all amounts of one list to another, in place. */
export function addAll(to: Amounts, from: Amounts): void {
  for (const [name, amount] of Object.entries(from)) {
    to[name] = addAmounts(to[name], amount);
  }
}

/** Raises amounts to those of another list, in place. */
export function raiseAll(to: Amounts, from: Amounts): void {
  for (const [name, amount] of Object.entries(from)) {
    if (!to[name] || to[name].value < amount.value) to[name] = amount;
  }
}

/** The shortest exact way to write an amount, as Kubernetes writes it. */
export function formatAmount({ value, binary }: Amount): string {
  const [suffixes, base] = binary ? [BINARY, 1024n] : [DECIMAL, 1000n];
  if (value === 0n) return '0';
  if (value % ONE !== 0n) {
    for (const [suffix, unit] of [
      ['m', ONE / 1000n],
      ['u', 1000n],
    ] as const) {
      if (value % unit === 0n) return `${value / unit}${suffix}`;
    }
    return `${value}n`;
  }
  const whole = value / ONE;
  for (const [index, suffix] of suffixes.entries()) {
    const unit = base ** BigInt(suffixes.length - index);
    if (whole % unit === 0n) return `${whole / unit}${suffix}`;
  }
  return String(whole);
}

/** `cpu=1,memory=2Gi`, in order of the names. */
export function describeAmounts(amounts: Amounts): string {
  return Object.keys(amounts)
    .sort()
    .map(name => `${name}=${formatAmount(amounts[name])}`)
    .join(',');
}
