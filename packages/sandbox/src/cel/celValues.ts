import { EvaluationError } from '@marcbachmann/cel-js';

/**
 * JSON as CEL sees an object of unknown type: whole numbers are `int`, others
 * `double`; maps and lists keep their shape, nulls stay.
 */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? BigInt(value) : value;
  }
  if (Array.isArray(value)) return value.map(toCel);
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
    return error instanceof Error ? error.message : 'unknown error';
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
      return error.summary;
  }
}
