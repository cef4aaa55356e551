import { keyOfLabels, type Labels, pickLabels, type Sample } from './values';

/** The φ-quantile of values, between two of them by proportion. */
export function quantile(phi: number, values: number[]): number {
  if (values.length === 0 || Number.isNaN(phi)) return NaN;
  if (phi < 0) return -Infinity;
  if (phi > 1) return Infinity;
  const sorted = [...values].sort((one, other) => one - other);
  const rank = phi * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (
    (sorted[lower] ?? NaN) * (1 - weight) + (sorted[upper] ?? NaN) * weight
  );
}

interface Bucket {
  bound: number;
  count: number;
}

/** `bucketQuantile` of Prometheus (promql/quantile.go). */
function bucketQuantile(phi: number, buckets: Bucket[]): number {
  if (Number.isNaN(phi)) return NaN;
  if (phi < 0) return -Infinity;
  if (phi > 1) return Infinity;
  buckets.sort((one, other) => one.bound - other.bound);
  if (buckets.at(-1)?.bound !== Infinity || buckets.length < 2) return NaN;
  // Buckets of one scrape can be out of step; they never shrink.
  let most = 0;
  for (const bucket of buckets) {
    most = Math.max(most, bucket.count);
    bucket.count = most;
  }
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0 || Number.isNaN(total)) return NaN;
  const rank = phi * total;
  const at = buckets.findIndex(bucket => bucket.count >= rank);
  if (at === buckets.length - 1) return buckets.at(-2)?.bound ?? NaN;
  const bucket = buckets[at] as Bucket;
  if (at === 0 && bucket.bound <= 0) return bucket.bound;
  const below = at === 0 ? { bound: 0, count: 0 } : (buckets[at - 1] as Bucket);
  const inside = bucket.count - below.count;
  return (
    below.bound + (bucket.bound - below.bound) * ((rank - below.count) / inside)
  );
}

/** `histogram_quantile` over buckets with the label `le`. */
export function histogramQuantile(phi: number, samples: Sample[]): Sample[] {
  const groups = new Map<string, { labels: Labels; buckets: Bucket[] }>();
  for (const { labels, value } of samples) {
    const text = labels.le ?? '';
    const bound = text === '+Inf' ? Infinity : Number(text);
    if (text === '' || Number.isNaN(bound)) continue;
    const rest = pickLabels(labels, ['le'], true);
    const key = keyOfLabels(rest);
    const group = groups.get(key) ?? { labels: rest, buckets: [] };
    group.buckets.push({ bound, count: value });
    groups.set(key, group);
  }
  return [...groups.values()].map(({ labels, buckets }) => ({
    labels,
    value: bucketQuantile(phi, buckets),
  }));
}
