/**
 * A quantile of type 7: linear between the two nearest of the sorted values, as in R, NumPy and
 * PostgreSQL's `percentile_cont`.
 *
 * @param sorted - ascending
 * @param q - 0 to 1
 * @returns `null` without values
 * @public
 */
export function quantile(sorted: readonly number[], q: number): number | null {
  if (!sorted.length) return null;
  const rank = q * (sorted.length - 1);
  const below = Math.floor(rank);
  const low = sorted[below];
  const high = sorted[Math.ceil(rank)];
  return low + (high - low) * (rank - below);
}

/** 50th, 75th and 90th percentile, in the unit of the values. @public */
export interface Percentiles {
  p50: number | null;
  p75: number | null;
  p90: number | null;
}

/** The three percentiles that are shown, of values in any order. @public */
export function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    p50: quantile(sorted, 0.5),
    p75: quantile(sorted, 0.75),
    p90: quantile(sorted, 0.9),
  };
}
