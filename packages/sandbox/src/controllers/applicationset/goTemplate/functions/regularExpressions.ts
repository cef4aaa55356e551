import { RE2JS } from 're2js';

/**
 * Compiles a pattern with Go's syntax and linear time.
 *
 * @throws Error worded as Go does
 */
export function compileRegularExpression(pattern: string): RE2JS {
  return RE2JS.compile(pattern);
}

/** Replaces all matches; `$1`, `${1}` and `${name}` stand for groups, `$$` for a dollar sign, as in Go. */
export function expandReplacement(
  pattern: string,
  text: string,
  by: string,
): string {
  const expression = compileRegularExpression(pattern);
  const matcher = expression.matcher(text);
  let result = '';
  let from = 0;
  while (matcher.find()) {
    result += text.slice(from, matcher.start());
    result += by.replace(
      /\$\$|\$(?:\{(\w+)\}|(\w+))/g,
      (whole, braced?: string, bare?: string) => {
        if (whole === '$$') return '$';
        const name = braced ?? bare ?? '';
        try {
          return matcher.group(/^\d+$/.test(name) ? Number(name) : name) ?? '';
        } catch {
          return '';
        }
      },
    );
    from = matcher.end();
  }
  return result + text.slice(from);
}
