/** Labels of a series; the metric's name is `__name__`. */
export type Labels = Readonly<Record<string, string>>;

/** One value of one series. */
export interface Sample {
  labels: Labels;
  value: number;
}

/** A value at a time in milliseconds. */
export interface Point {
  time: number;
  value: number;
}

/** The points of one series in a range. */
export interface RangeSeries {
  labels: Labels;
  points: Point[];
}

/** What an expression is at one moment. */
export type Value = number | string | Sample[];

/** A series whose value at any moment can be worked out. */
export interface Series {
  labels: Labels;
  /** The value at a time in milliseconds; undefined when there was none. */
  at(time: number): number | undefined;
}

/** Where series come from. */
export interface SeriesSource {
  /** Every series there is. */
  list(): Iterable<Series>;
}

/** A query that is right, but cannot be worked out (Prometheus answers 422). */
export class ExecutionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExecutionError';
  }
}

/** One string for a set of labels. */
export function keyOfLabels(labels: Labels): string {
  return JSON.stringify(
    Object.keys(labels)
      .sort()
      .map(name => [name, labels[name]]),
  );
}

/** These labels only, or all but these (and never the name). */
export function pickLabels(
  labels: Labels,
  names: string[],
  without: boolean,
): Labels {
  const picked: Record<string, string> = {};
  for (const [name, value] of Object.entries(labels)) {
    if (
      without
        ? name === '__name__' || names.includes(name)
        : !names.includes(name)
    ) {
      continue;
    }
    picked[name] = value;
  }
  return picked;
}

/** The labels without the metric's name, as after every change of the value. */
export const dropName = (labels: Labels): Labels =>
  pickLabels(labels, [], true);
