import type { Condition } from '../types';

/** The upstream's own words: reason and message. */
export function detailOf(condition: Condition): string | undefined {
  const words = [condition.reason, condition.message].filter(Boolean);
  return words.length > 0 ? words.join(': ') : undefined;
}
