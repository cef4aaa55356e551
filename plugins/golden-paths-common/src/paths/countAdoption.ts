import type { Adoption } from '../types';
import { newestFirst, versionState } from '../versions';

/** Counts the services of one path by the version they have. @public */
export function countAdoption(
  versions: readonly (string | undefined)[],
  newest: string | undefined,
): Adoption {
  const counts = new Map<string, number>();
  const result: Adoption = {
    services: versions.length,
    behind: 0,
    unknown: 0,
    versions: [],
  };
  for (const version of versions) {
    const state = versionState(version, newest);
    result.behind += Number(state === 'behind');
    result.unknown += Number(state === 'unknown');
    if (version) {
      counts.set(version, (counts.get(version) ?? 0) + 1);
    }
  }
  result.versions = [...counts]
    .map(([version, services]) => ({ version, services }))
    .sort((one, other) => newestFirst(one.version, other.version));
  return result;
}
