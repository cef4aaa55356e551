import { RE2JS } from 're2js';
import { dropName, ExecutionError, keyOfLabels, type Sample } from './values';

const MATHS: Record<string, (value: number, ...more: number[]) => number> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  exp: Math.exp,
  sqrt: Math.sqrt,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sgn: Math.sign,
  clamp: (value, least = NaN, most = NaN) =>
    Math.max(least, Math.min(most, value)),
  clamp_min: (value, least = NaN) => Math.max(least, value),
  clamp_max: (value, most = NaN) => Math.min(most, value),
  // Halves go up, also below zero.
  round: (value, to = 1) => Math.floor(value / to + 0.5) * to,
};

const DATES: Record<string, (date: Date) => number> = {
  minute: date => date.getUTCMinutes(),
  hour: date => date.getUTCHours(),
  day_of_week: date => date.getUTCDay(),
  day_of_month: date => date.getUTCDate(),
  month: date => date.getUTCMonth() + 1,
  year: date => date.getUTCFullYear(),
};

/** Functions that change each value by itself; undefined for other names. */
export function mapValues(
  name: string,
  samples: Sample[],
  parameters: number[],
): Sample[] | undefined {
  const maths = MATHS[name];
  const dates = DATES[name];
  if (!maths && !dates) return undefined;
  if (name === 'clamp' && (parameters[0] ?? 0) > (parameters[1] ?? 0))
    return [];
  return samples.map(({ labels, value }) => ({
    labels: dropName(labels),
    value: maths
      ? maths(value, ...parameters)
      : (dates as (typeof DATES)['hour'])(new Date(value * 1000)),
  }));
}

/**
 * `label_replace`: writes a label from the parts of another.
 *
 * @throws ExecutionError for a pattern or a name that cannot be, or when two
 * series would become one
 */
export function labelReplace(
  samples: Sample[],
  target: string,
  replacement: string,
  source: string,
  expression: string,
): Sample[] {
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(expression, RE2JS.DOTALL);
  } catch {
    throw new ExecutionError(
      `invalid regular expression in label_replace(): ${expression}`,
    );
  }
  if (!/^[a-zA-Z_]\w*$/.test(target)) {
    throw new ExecutionError(
      `invalid destination label name in label_replace(): ${target}`,
    );
  }
  const seen = new Set<string>();
  return samples.map(({ labels, value }) => {
    const matcher = pattern.matcher(labels[source] ?? '');
    let made = labels;
    if (matcher.matches()) {
      const text = replacement.replace(
        /\$(?:(\d+|[A-Za-z_]\w*)|\{(\w+)\}|(\$))/g,
        (_, plain?: string, braced?: string, dollar?: string) => {
          if (dollar) return '$';
          const group = plain ?? braced ?? '';
          try {
            const found = /^\d+$/.test(group)
              ? matcher.group(Number(group))
              : matcher.group(group);
            return found ?? '';
          } catch {
            // A group that the pattern does not have is empty.
            return '';
          }
        },
      );
      const { [target]: _old, ...rest } = labels;
      made = text === '' ? rest : { ...rest, [target]: text };
    }
    const key = keyOfLabels(made);
    if (seen.has(key)) {
      throw new ExecutionError(
        'vector cannot contain metrics with the same labelset',
      );
    }
    seen.add(key);
    return { labels: made, value };
  });
}
