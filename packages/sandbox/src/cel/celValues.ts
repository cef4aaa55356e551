import { EvaluationError } from '@marcbachmann/cel-js';

/**
 * JSON as CEL sees an object of unknown type: whole numbers are `int`, others
 * `double`; maps and lists keep their shape, nulls stay.
 */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? BigInt(value) : value;
  }
  // A fresh list: CEL looks at constructors to tell values apart.
  if (Array.isArray(value)) return Array.from(value, toCel);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([key, one]) => [key, toCel(one)]),
    );
  }
  return value === undefined ? null : value;
}

/** What went wrong while an expression ran, worded as cel-go words it. */
export function celProblem(error: unknown): string {
  if (!(error instanceof EvaluationError)) {
    return error instanceof Error ? reword(error.message) : 'unknown error';
  }
  switch (error.code) {
    case 'no_such_key':
      return error.summary.replace(/^No such key/, 'no such key');
    case 'index_out_of_bounds':
      return error.summary.replace(
        /^No such key: index out of bounds, index (\S+) .*$/,
        'index out of bounds: $1',
      );
    case 'no_such_overload':
    case 'no_matching_overload':
      return 'no such overload';
    default:
      return reword(error.summary);
  }
}

/** What the library and our own functions say, and what cel-go says. */
const words: [said: RegExp, wanted: string][] = [
  [
    /^(int|uint|double)\(\) type error: .*$/,
    "type conversion error from 'string' to '$1'",
  ],
  [/^bool\(\) conversion error: .*$/, conversionTo('bool')],
  [/^Invalid duration string: .*$/, conversionTo('google.protobuf.Duration')],
  [/^timestamp\(\) requires .*$/, conversionTo('google.protobuf.Timestamp')],
  [/^Ternary condition must be bool.*$/, 'no such overload'],
  [/^Logical operator requires bool.*$/, 'no such overload'],
  [/^(quantities must match .*\*\)\$'): ".*"$/, '$1'],
  [
    /^(URL parse error during conversion from string:) (".*")$/,
    '$1 parse $2: invalid URI for request',
  ],
  [
    /^IP Address (parse error during conversion from string:) (".*")$/,
    'IP Address $2 $1 ParseAddr($2): unable to parse IP',
  ],
];

function conversionTo(type: string): string {
  return `type conversion error from 'string' to '${type}'`;
}

function reword(text: string): string {
  for (const [said, wanted] of words) {
    if (said.test(text)) return text.replace(said, wanted);
  }
  return text;
}
