import { compare, rcompare, valid } from 'semver';

/** How a version stands to the newest. @public */
export type VersionState = 'current' | 'behind' | 'ahead' | 'unknown';

/**
 * How the version a service has stands to its path's. Versions are semantic ones; anything else cannot
 * be compared and is unknown, never guessed.
 *
 * @public
 */
export function versionState(
  version: string | undefined,
  newest: string | undefined,
): VersionState {
  if (!version || !newest || !valid(version) || !valid(newest)) {
    return 'unknown';
  }
  const order = compare(version, newest);
  if (order === 0) {
    return 'current';
  }
  return order < 0 ? 'behind' : 'ahead';
}

/** Whether a text is a version that can be compared. @public */
export function isVersion(text: string): boolean {
  return valid(text) !== null;
}

/** Orders versions, the newest first; those that are none come last, by their text. @public */
export function newestFirst(one: string, other: string): number {
  const [isOne, isOther] = [isVersion(one), isVersion(other)];
  if (isOne && isOther) {
    return rcompare(one, other);
  }
  if (isOne !== isOther) {
    return isOne ? -1 : 1;
  }
  return one < other ? -1 : Number(one > other);
}
