import type { ProvisionerList } from '@cairn/plugin-golden-paths-common';

/** An amount of money a month. */
export interface Price {
  amount: number;
  /** ISO 4217. */
  currency: string;
}

/** What one of a size costs; undefined when the platform has not said. */
export function priceOf(
  provisioner: ProvisionerList['items'][number] | undefined,
  size: string,
): Price | undefined {
  const amount = provisioner?.prices?.values[size];
  return provisioner?.prices && amount !== undefined
    ? { amount, currency: provisioner.prices.currency }
    : undefined;
}

/** A price as people read it: `€12`, `€9.50`. */
export function formatPrice({ amount, currency }: Price): string {
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
  }).format(amount);
}

/** The sum of prices of one currency; undefined for several currencies, which cannot be added. */
export function sumOf(prices: Price[]): Price | undefined {
  const [first] = prices;
  if (!first || prices.some(({ currency }) => currency !== first.currency)) {
    return undefined;
  }
  return {
    currency: first.currency,
    amount: prices.reduce((sum, { amount }) => sum + amount, 0),
  };
}
