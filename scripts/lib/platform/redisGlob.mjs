// Patterns of SCAN, KEYS and PSUBSCRIBE.

/** A pattern of SCAN as Redis understands it: `*`, `?`, `[abc]` and the backslash. */
export function globPattern(glob) {
  const source = glob.replace(
    /\\(.)|(\*)|(\?)|(\[[^\]]*\])|([.+^${}()|\\\]])/gs,
    (whole, escaped, star, one, set) => {
      if (escaped) return escaped.replace(/\W/g, '\\$&');
      if (star) return '.*';
      if (one) return '.';
      return set ?? `\\${whole}`;
    },
  );
  return new RegExp(`^${source}$`, 's');
}
