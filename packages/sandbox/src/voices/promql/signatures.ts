import type { ExpressionType } from './ast';

/** The arguments of a function; those after `optional` may be left out. */
export interface Signature {
  args: ExpressionType[];
  optional?: number;
  returns: ExpressionType;
}

const of = (
  names: string,
  args: ExpressionType[],
  returns: ExpressionType = 'vector',
  optional?: number,
): [string, Signature][] =>
  names.split(' ').map(name => [name, { args, returns, optional }]);

/** The functions there are; what is not here is refused with its position. */
export const signatures: ReadonlyMap<string, Signature> = new Map([
  ...of('rate irate increase delta idelta changes resets deriv', ['matrix']),
  ...of(
    'avg_over_time min_over_time max_over_time sum_over_time count_over_time last_over_time first_over_time present_over_time stddev_over_time stdvar_over_time absent_over_time',
    ['matrix'],
  ),
  ...of('quantile_over_time', ['scalar', 'matrix']),
  ...of('histogram_quantile', ['scalar', 'vector']),
  ...of('abs ceil floor exp sqrt ln log2 log10 sgn', ['vector']),
  ...of('absent sort sort_desc timestamp', ['vector']),
  ...of('clamp', ['vector', 'scalar', 'scalar']),
  ...of('clamp_min clamp_max', ['vector', 'scalar']),
  ...of('round', ['vector', 'scalar'], 'vector', 1),
  ...of('scalar', ['vector'], 'scalar'),
  ...of('vector', ['scalar']),
  ...of('time pi', [], 'scalar'),
  ...of(
    'minute hour day_of_week day_of_month month year',
    ['vector'],
    'vector',
    0,
  ),
  ...of('label_replace', ['vector', 'string', 'string', 'string', 'string']),
]);

/** Aggregations, and the type of the parameter that some have. */
export const aggregations: ReadonlyMap<string, ExpressionType | undefined> =
  new Map([
    ['sum', undefined],
    ['avg', undefined],
    ['min', undefined],
    ['max', undefined],
    ['count', undefined],
    ['group', undefined],
    ['stddev', undefined],
    ['stdvar', undefined],
    ['topk', 'scalar'],
    ['bottomk', 'scalar'],
    ['quantile', 'scalar'],
    ['count_values', 'string'],
  ]);
