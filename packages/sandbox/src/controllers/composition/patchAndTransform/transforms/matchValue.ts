import { RE2JS } from 're2js';
import type { GoValue } from '../../go/goTypeName';
import { goTypeName } from '../../go/goTypeName';
import type { Transform } from '../input';

type Match = NonNullable<Transform['match']>;
type Pattern = NonNullable<Match['patterns']>[number];

/** The result of the first pattern that fits, or the fallback. @throws Error when the value is no text */
export function matchValue(match: Match, input: GoValue): GoValue {
  for (const [index, pattern] of (match.patterns ?? []).entries()) {
    let fits: boolean;
    try {
      fits = matches(pattern, input);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      throw new Error(`cannot match pattern at index ${index}: ${problem}`);
    }
    if (fits) return structuredClone(pattern.result ?? null);
  }
  const fallback = match.fallbackValue ?? null;
  if (match.fallbackTo === 'Input') {
    if (fallback !== null) {
      throw new Error(
        'cannot set both a fallback value and the fallback to input flag',
      );
    }
    return input;
  }
  return structuredClone(fallback);
}

function matches(pattern: Pattern, input: GoValue): boolean {
  const { type = '' } = pattern;
  if (type !== 'literal' && type !== 'regexp') {
    throw new Error(`unsupported pattern type '${type}'`);
  }
  if (typeof input !== 'string') {
    const name =
      input === null && type === 'regexp' ? 'null' : goTypeName(input);
    throw new Error(`unsupported input type '${name}'`);
  }
  return type === 'literal'
    ? pattern.literal === input
    : RE2JS.compile(pattern.regexp ?? '')
        .matcher(input)
        .find();
}
