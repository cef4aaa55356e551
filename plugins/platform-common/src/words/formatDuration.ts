const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: readonly [string, number][] = [
  ['d', DAY],
  ['h', HOUR],
  ['min', MINUTE],
  ['s', SECOND],
];

/**
 * A duration as people say it: the two largest units, rounded down, for example `2 h 14 min`,
 * `45 s`, `3 d`.
 *
 * @param milliseconds - Negative durations (clocks differ) and less than a second are `0 s`; what is
 * no number is `–`.
 * @public
 */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) {
    return '–';
  }
  let rest = Math.max(0, milliseconds);
  const index = UNITS.findIndex(([, size]) => rest >= size);
  if (index < 0) {
    return '0 s';
  }
  const words: string[] = [];
  for (const [unit, size] of UNITS.slice(index, index + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      words.push(`${count} ${unit}`);
    }
  }
  return words.join(' ');
}
