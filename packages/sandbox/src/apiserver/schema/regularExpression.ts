import { RE2JS, type RE2JSSyntaxException } from 're2js';

const kept = new Map<string, RE2JS | Error>();
const KEEP = 2000;

/**
 * Compiles a pattern with the syntax and the linear time of Go's `regexp`.
 *
 * @throws Error worded as Go does: ``error parsing regexp: missing closing ): `(` ``.
 */
export function compilePattern(pattern: string): RE2JS {
  let known = kept.get(pattern);
  if (!known) {
    try {
      known = RE2JS.compile(pattern);
    } catch (error) {
      known = new Error((error as RE2JSSyntaxException).message);
    }
    if (kept.size >= KEEP) kept.clear();
    kept.set(pattern, known);
  }
  if (known instanceof Error) throw known;
  return known;
}

/** True if the pattern is found anywhere in the text; false if it cannot be compiled. */
export function patternFinds(pattern: string, text: string): boolean {
  try {
    return compilePattern(pattern).matcher(text).find();
  } catch {
    return false;
  }
}
