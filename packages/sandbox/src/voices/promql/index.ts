export { formatValue } from './aggregate';
export { type Expression, type Matcher, PromqlError } from './ast';
export { typeOf } from './checkTypes';
export { Evaluator } from './evaluate';
export { parseDuration } from './literals';
export { parsePromql } from './parse';
export { matcherFor } from './select';
export {
  ExecutionError,
  keyOfLabels,
  type Labels,
  type RangeSeries,
  type Sample,
  type Series,
  type SeriesSource,
  type Value,
} from './values';
