import { RE2JS } from 're2js';
import type { Matcher } from './ast';
import type { Labels, Series, SeriesSource } from './values';

/** Whether a set of labels fits all conditions; a missing label is empty. */
export function matcherFor(matchers: Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map(({ name, operator, value }) => {
    if (operator === '=')
      return (labels: Labels) => (labels[name] ?? '') === value;
    if (operator === '!=')
      return (labels: Labels) => (labels[name] ?? '') !== value;
    const pattern = RE2JS.compile(value, RE2JS.DOTALL);
    // The same few values come again and again.
    const known = new Map<string, boolean>();
    const fits = (text: string) => {
      const before = known.get(text);
      if (before !== undefined) return before;
      const result = pattern.matches(text);
      known.set(text, result);
      return result;
    };
    const wanted = operator === '=~';
    return (labels: Labels) => fits(labels[name] ?? '') === wanted;
  });
  return labels => tests.every(test => test(labels));
}

/** The series that a selector means. */
export function selectSeries(
  source: SeriesSource,
  matchers: Matcher[],
): Series[] {
  const fits = matcherFor(matchers);
  const found: Series[] = [];
  for (const series of source.list()) {
    if (fits(series.labels)) found.push(series);
  }
  return found;
}
