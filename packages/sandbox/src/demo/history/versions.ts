import type { Change } from './types';

/** The version after a change: a feature raises the middle number, all else the last. */
export function bump(version: string, kind: Change['kind']): string {
  const [major = 1, minor = 0, patch = 0] = version.split('.').map(Number);
  return kind === 'feature'
    ? `${major}.${minor + 1}.0`
    : `${major}.${minor}.${patch + 1}`;
}
