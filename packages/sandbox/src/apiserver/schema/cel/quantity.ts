import { amountOf } from '../../../quantities';

/** A `resource.Quantity` as rules see it. */
export class CelQuantity {
  constructor(readonly amount: number) {}
}

/** Reads `1.5Gi`, `100m`, `2e3`; `undefined` if it is no quantity. */
export function parseQuantity(text: string): CelQuantity | undefined {
  const amount = amountOf(text);
  return amount === undefined ? undefined : new CelQuantity(amount);
}
