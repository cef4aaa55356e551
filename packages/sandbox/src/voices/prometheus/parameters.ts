import { parseDuration } from '../promql';

/** A request that Prometheus answers with 400. */
export class BadData extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadData';
  }
}

const invalid = (name: string, text: string, kind: string) =>
  new BadData(
    `invalid parameter "${name}": cannot parse "${text}" to a valid ${kind}`,
  );

/** A time in milliseconds: seconds since 1970, or RFC 3339. */
export function timeOf(
  parameters: URLSearchParams,
  name: string,
  fallback?: number,
): number {
  const text = parameters.get(name);
  if (text === null || text === '') {
    if (fallback !== undefined) return fallback;
    throw invalid(name, '', 'timestamp');
  }
  const time = /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text)
    ? Math.round(Number(text) * 1000)
    : Date.parse(/^\d{4}-\d\d-\d\dT/.test(text) ? text : '');
  if (!Number.isFinite(time)) throw invalid(name, text, 'timestamp');
  return time;
}

/** The step of a range in milliseconds. */
export function stepOf(parameters: URLSearchParams): number {
  const text = parameters.get('step') ?? '';
  const step = parseDuration(text);
  if (step === undefined) throw invalid('step', text, 'duration');
  if (step <= 0) {
    throw new BadData(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  return step;
}

/** How much at most is answered; 0 or nothing: all. */
export function limitOf(parameters: URLSearchParams): number {
  const text = parameters.get('limit') ?? '0';
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 0) {
    throw new BadData(
      `invalid parameter "limit": cannot parse "${text}" to a non-negative number`,
    );
  }
  return limit || Infinity;
}
