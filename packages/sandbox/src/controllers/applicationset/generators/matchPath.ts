const ESCAPE = /[\\^$.+()|{}]/;

function compile(pattern: string, crossesSlash: boolean): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    if (char === '*') {
      source += crossesSlash ? '.*' : '[^/]*';
      while (crossesSlash && pattern[at + 1] === '*') at += 1;
      // `**/` may also stand for no folder at all.
      if (crossesSlash && pattern[at + 1] === '/') {
        source = `${source.slice(0, -2)}(?:.*/)?`;
        at += 1;
      }
    } else if (char === '?') {
      source += '[^/]';
    } else if (char === '[') {
      const end = pattern.indexOf(']', at + 1);
      if (end < 0) return /$^/;
      source += pattern.slice(at, end + 1).replace('[!', '[^');
      at = end;
    } else if (char === '\\') {
      at += 1;
      source += `\\${pattern[at] ?? ''}`;
    } else {
      source += ESCAPE.test(char) ? `\\${char}` : char;
    }
  }
  return new RegExp(`^${source}$`, 's');
}

/** Whether a directory fits a pattern: `*` stays within one folder (Go's path.Match). */
export function matchesDirectory(pattern: string, directory: string): boolean {
  return compile(pattern, false).test(directory);
}

/** Whether a file fits a pattern: `*` crosses folders, as git's own patterns do. */
export function matchesFile(pattern: string, file: string): boolean {
  return compile(pattern, true).test(file);
}
