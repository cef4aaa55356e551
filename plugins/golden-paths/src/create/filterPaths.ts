import type { KnownPath } from './usePaths';

/** What of a path can be searched. */
function textOf(path: KnownPath): string {
  const { title, name, description = '', language = '', tags } = path;
  return [title, name, description, language, ...tags, ...path.whatYouGet]
    .join(' ')
    .toLocaleLowerCase('en-GB');
}

/**
 * The paths of a language that have all words somewhere.
 *
 * @param words - as they were typed
 */
export function filterPaths(
  paths: KnownPath[],
  filter: { words: string; language: string | undefined },
): KnownPath[] {
  const words = filter.words
    .toLocaleLowerCase('en-GB')
    .split(/\s+/)
    .filter(word => word !== '');
  return paths.filter(
    path =>
      (!filter.language || path.language === filter.language) &&
      words.every(word => textOf(path).includes(word)),
  );
}

/** The languages there are, in the order of the alphabet. */
export function languagesOf(paths: KnownPath[]): string[] {
  const languages = new Set(paths.flatMap(({ language }) => language ?? []));
  return [...languages].sort((one, other) => one.localeCompare(other, 'en-GB'));
}
