import type { DatabaseClaim } from '../metrics/ClusterView';
import { quantityOf } from '../metrics/quantities';

/** OpenCost's own default prices, in US dollars per hour of one unit. */
export const PRICES = {
  /** One core. */
  cpu: 0.031611,
  /** One GiB of memory. */
  ram: 0.004237,
  /** One GiB of a volume. */
  storage: 0.00005479452,
} as const;

/** One server of a size, and one GB of its disk, in dollars per hour. */
const DATABASE_HOURS: Record<string, number> = {
  small: 0.036,
  medium: 0.144,
  large: 0.576,
};
const DATABASE_GB = 0.000158;
const DATABASE_DISK: Record<string, number> = {
  small: 20,
  medium: 100,
  large: 500,
};

/** What a database costs in an hour: server and disk, twice with a standby. */
export function databasePrice(database: DatabaseClaim): number {
  const {
    size = 'small',
    storageGB,
    storage,
    highAvailability,
  } = database.spec ?? {};
  const disk =
    storageGB ?? (quantityOf(storage) / 1e9 || DATABASE_DISK[size] || 0);
  const one = (DATABASE_HOURS[size] ?? 0) + disk * DATABASE_GB;
  return highAvailability ? 2 * one : one;
}
