import { parse } from 'yaml';
import { z } from 'zod';

const prices = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/),
  field: z.string().min(1),
  values: z.record(z.string().min(1), z.number().nonnegative()),
});

/** What a resource costs a month, by the value of one of its fields. @public */
export interface MonthlyPrices {
  /** ISO 4217, for example `EUR`. */
  currency: string;
  /** For example `size`. */
  field: string;
  values: Record<string, number>;
}

/**
 * Reads the annotation `cairn.dev/monthly-prices` of a definition, for example
 * `{ currency: EUR, field: size, values: { small: 12, medium: 40 } }`.
 *
 * @returns undefined when there is none, or when it says no price: then no price is shown rather than a
 * wrong one.
 * @public
 */
export function readMonthlyPrices(
  annotation: string | undefined,
): MonthlyPrices | undefined {
  if (!annotation) {
    return undefined;
  }
  let value: unknown;
  try {
    value = parse(annotation);
  } catch {
    return undefined;
  }
  return prices.safeParse(value).data;
}
