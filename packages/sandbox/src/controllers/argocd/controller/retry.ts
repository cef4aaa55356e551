import type { ArgoParts } from '../ArgoParts';
import { parseDuration } from '../parseDuration';
import type { RetryStrategy } from '../types';

const DEFAULT_SECONDS = 5;
const DEFAULT_FACTOR = 2;
const DEFAULT_MAX_SECONDS = 180;

/** How long a failed operation waits before it is tried for the n-th time, in milliseconds. */
export function retryDelay(
  { timing }: Pick<ArgoParts, 'timing'>,
  strategy: RetryStrategy | undefined,
  attempt: number,
): number {
  const {
    duration,
    factor = DEFAULT_FACTOR,
    maxDuration,
  } = strategy?.backoff ?? {};
  const seconds = (text: string | undefined, other: number) =>
    text ? parseDuration(text) / 1000 : other;
  const wait = Math.min(
    seconds(duration, DEFAULT_SECONDS) * factor ** attempt,
    seconds(maxDuration, DEFAULT_MAX_SECONDS),
  );
  return wait * timing.retrySecondMs;
}

/** A time of day as Go's `time.Kitchen` writes it, in UTC: `8:30AM`. */
export function kitchenTime(date: Date): string {
  const hours = date.getUTCHours();
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  return `${hours % 12 || 12}:${minutes}${hours < 12 ? 'AM' : 'PM'}`;
}
