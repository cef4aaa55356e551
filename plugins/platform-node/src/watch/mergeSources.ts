import type { SourceHealth } from '@cairn/plugin-platform-common';

/** Joins lists of sources; each (cluster, resource) once, the first mention wins. @public */
export function mergeSources(...lists: SourceHealth[][]): SourceHealth[] {
  const found = new Map<string, SourceHealth>();
  for (const source of lists.flat()) {
    const key = `${source.cluster}|${source.resource}`;
    if (!found.has(key)) {
      found.set(key, source);
    }
  }
  return [...found.values()];
}
