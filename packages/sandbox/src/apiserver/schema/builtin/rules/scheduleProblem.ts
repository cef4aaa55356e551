const DESCRIPTORS = new Set([
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]);

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

interface Bounds {
  min: number;
  max: number;
  names?: string[];
}

const FIELDS: Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];

function numberOf(text: string, bounds: Bounds): number | string {
  const named = bounds.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + bounds.min;
  return /^\d+$/.test(text)
    ? Number(text)
    : `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(
        text,
      )}: invalid syntax`;
}

function rangeProblem(text: string, bounds: Bounds): string | undefined {
  const [range, step, ...steps] = text.split('/');
  const [low, high, ...highs] = range.split('-');
  let start = bounds.min;
  let end = bounds.max;
  if (low !== '*' && low !== '?') {
    const from = numberOf(low, bounds);
    if (typeof from === 'string') return from;
    start = from;
    end = from;
    if (highs.length > 0) return `too many hyphens: ${text}`;
    if (high !== undefined) {
      const to = numberOf(high, bounds);
      if (typeof to === 'string') return to;
      end = to;
    }
  }
  if (steps.length > 0) return `too many slashes: ${text}`;
  if (step !== undefined) {
    const by = numberOf(step, { min: 0, max: 0 });
    if (typeof by === 'string') return by;
    if (by === 0) return `step of range should be a positive number: ${text}`;
    if (high === undefined) end = bounds.max;
  }
  if (start < bounds.min) {
    return `beginning of range (${start}) below minimum (${bounds.min}): ${text}`;
  }
  if (end > bounds.max) {
    return `end of range (${end}) above maximum (${bounds.max}): ${text}`;
  }
  return start > end
    ? `beginning of range (${start}) beyond end of range (${end}): ${text}`
    : undefined;
}

/** What is wrong with a cron schedule, if anything. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.includes('TZ')) {
    return 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
  }
  if (schedule.startsWith('@')) {
    if (DESCRIPTORS.has(schedule)) return undefined;
    if (/^@every (?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(schedule)) {
      return undefined;
    }
    return `unrecognized descriptor: ${schedule}`;
  }
  const parts = schedule.split(/\s+/).filter(Boolean);
  if (parts.length !== 5) {
    return `expected exactly 5 fields, found ${parts.length}: [${parts.join(
      ' ',
    )}]`;
  }
  for (const [i, part] of parts.entries()) {
    for (const range of part.split(',')) {
      const problem = rangeProblem(range, FIELDS[i]);
      if (problem) return problem;
    }
  }
  return undefined;
}
