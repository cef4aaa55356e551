const cache = new Map<string, RegExp>();

/**
 * Whether a text matches a pattern with `*`, `?`, `[...]` and `{a,b}`. As in Argo
 * CD a `*` also matches separators, unless some are given; then only `**` does.
 */
export function matchesGlob(
  pattern: string,
  text: string,
  separator?: string,
): boolean {
  const id = `${separator ?? ''} ${pattern}`;
  let expression = cache.get(id);
  if (!expression) {
    expression = compile(pattern, separator);
    if (cache.size > 500) cache.clear();
    cache.set(id, expression);
  }
  return expression.test(text);
}

function compile(pattern: string, separator?: string): RegExp {
  const some = separator ? `[^${separator}]*` : '.*';
  const one = separator ? `[^${separator}]` : '.';
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    if (char === '*') {
      if (pattern[at + 1] === '*') {
        at += 1;
        // `**/` also stands for no folder at all.
        if (separator && pattern[at + 1] === separator) {
          at += 1;
          source += `(?:.*${separator})?`;
        } else source += '.*';
      } else source += some;
    } else if (char === '?') source += one;
    else if (char === '{') {
      depth += 1;
      source += '(?:';
    } else if (char === '}' && depth > 0) {
      depth -= 1;
      source += ')';
    } else if (char === ',' && depth > 0) source += '|';
    else if (char === '[' && pattern.indexOf(']', at) > at) {
      const end = pattern.indexOf(']', at);
      source += pattern.slice(at, end + 1).replace('[!', '[^');
      at = end;
    } else source += char.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, 's');
}
