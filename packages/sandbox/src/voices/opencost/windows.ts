import { VoiceError } from '../http';
import { parseDuration } from '../promql';

/** A time from one moment to another, in milliseconds. */
export interface Span {
  start: number;
  end: number;
}

const DAY = 86_400_000;

const midnight = (time: number) => Math.floor(time / DAY) * DAY;

/** Sunday's midnight before a time, as OpenCost begins its weeks. */
const weekOf = (time: number) =>
  midnight(time) - new Date(time).getUTCDay() * DAY;

const monthOf = (time: number, ahead = 0) => {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1);
};

/**
 * OpenCost's `window`: a word, a duration up to now, or two times.
 *
 * @throws VoiceError 400 for anything else
 */
export function windowOf(text: string, now: number): Span {
  switch (text) {
    case 'today':
      return { start: midnight(now), end: now };
    case 'yesterday':
      return { start: midnight(now) - DAY, end: midnight(now) };
    case 'week':
      return { start: weekOf(now), end: now };
    case 'lastweek':
      return { start: weekOf(now) - 7 * DAY, end: weekOf(now) };
    case 'month':
      return { start: monthOf(now), end: now };
    case 'lastmonth':
      return { start: monthOf(now, -1), end: monthOf(now) };
    default:
  }
  const pair = text.split(',').map(each => each.trim());
  if (pair.length === 2) {
    const [start, end] = pair.map(each =>
      /^\d+$/.test(each) ? Number(each) * 1000 : Date.parse(each),
    ) as [number, number];
    if (start < end) return { start, end };
  }
  const duration = /^\d+[smhdw]/.test(text) ? parseDuration(text) : undefined;
  if (duration) return { start: now - duration, end: now };
  throw new VoiceError(
    400,
    `Invalid 'window' parameter: "${text}" is none of today, yesterday, week, lastweek, month, lastmonth, a duration such as 7d, or two times with a comma between`,
  );
}

/** The steps of a window; without a step there is one. */
export function stepsOf(window: Span, step: string | null): Span[] {
  if (!step) return [window];
  const words: Record<string, string> = {
    day: '1d',
    daily: '1d',
    hour: '1h',
    hourly: '1h',
    week: '7d',
    weekly: '7d',
  };
  const length = parseDuration(words[step] ?? step);
  if (!length || (window.end - window.start) / length > 1000) {
    throw new VoiceError(
      400,
      `Invalid 'step' parameter: "${step}" is no duration such as 1d that divides the window into at most 1000 parts`,
    );
  }
  const spans: Span[] = [];
  for (let start = window.start; start < window.end; start += length) {
    spans.push({ start, end: Math.min(start + length, window.end) });
  }
  return spans;
}
