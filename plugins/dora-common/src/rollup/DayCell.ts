import type { AnalysedDeployment, ComponentHistory } from '../engine';
import { leadTimeSamples, type LeadTimeSample, type Stage } from '../metrics';
import { LogSketch, type LogSketchData } from '../numbers';
import { bucketAt, type Bucket } from '../time';

/** What is counted of a day. */
export const DAY_COUNTS = [
  /** Deployments that count, redeploys not among them. */
  'deployments',
  'succeeded',
  'failed',
  'rework',
  /** Failures that are not over. */
  'open',
  /** Recoveries that end before they begin. */
  'skewedRecoveries',
  /** Changes with a known time, and all. */
  'linkedChanges',
  'changes',
  'skewedChanges',
  'bootstraps',
  'unlinked',
  /** Deployments of which it is known whether they changed production. */
  'outcomesKnown',
  /** Deployments that say whether they were planned, or where that makes no difference. */
  'plansKnown',
  /** Deployments before which others may be missing. */
  'gaps',
  'rewrites',
  'bareSquashes',
] as const;

/** What is sketched of a day, in milliseconds. Recoveries by the day of the failed deployment. */
export const DAY_SKETCHES = [
  'human',
  'bot',
  'unknown',
  'commit',
  'pullRequest',
  'review',
  'merge',
  'deploy',
  'recovery',
] as const satisfies readonly (LeadTimeSample['author'] | Stage | 'recovery')[];

/** @public */
export type DayCount = (typeof DAY_COUNTS)[number];
/** @public */
export type DaySketch = (typeof DAY_SKETCHES)[number];

/** What is kept of one component and one local day: enough for any window of days. @public */
export interface DayCell extends Record<DayCount, number> {
  /** `YYYY-MM-DD` in the zone. */
  date: string;
  /** How many each rule counted: `failed/rollback`, `rework/fix_link` … */
  rules: Record<string, number>;
  /** Those that hold something. */
  sketches: Partial<Record<DaySketch, LogSketchData>>;
}

/** Finds local days, of which it remembers those it has met. */
export class DayFinder {
  readonly #zone: string;
  readonly #met = new Map<number, Bucket[]>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  dateOf(instant: number): string {
    const slot = Math.floor(instant / 86_400_000);
    const met = this.#met.get(slot);
    const known = met?.find(
      ({ start, end }) => instant >= start && instant < end,
    );
    if (known) return known.date;
    const bucket = bucketAt(instant, 'day', this.#zone);
    this.#met.set(slot, [...(met ?? []), bucket]);
    return bucket.date;
  }
}

/** What a cell is made of. Samples and rules of deployments that do not change are not made twice. */
type Part = Omit<DayCell, 'date' | 'sketches'> & {
  values: [DaySketch, number][];
};

function partOf(history: ComponentHistory, one: AnalysedDeployment): Part {
  const samples = leadTimeSamples(history, [one]);
  const { link, flags, result, failed, recovery, rework, evidence } = one;
  const has = (holds: boolean) => (holds ? 1 : 0);
  const skewed = samples.filter(({ clockSkew }) => clockSkew).length;
  const values: Part['values'] = [];
  for (const { duration, author, stages } of samples) {
    if (duration !== null) values.push([author, duration]);
    if (!stages) continue;
    for (const stage of ['commit', 'pullRequest', 'review', 'merge'] as const) {
      const length = stages[stage];
      if (length !== null) values.push([stage, length]);
    }
    if (stages.deploy !== null) values.push(['deploy', stages.deploy]);
  }
  const timed = samples.filter(({ duration }) => duration !== null).length;
  if (recovery?.state === 'recovered') {
    values.push(['recovery', recovery.duration]);
  }
  const rules: Record<string, number> = {};
  if (failed) rules[`failed/${evidence[0].rule}`] = 1;
  if (rework.length) rules[`rework/${rework[0].rule}`] = 1;
  return {
    deployments: 1,
    succeeded: has(result === 'succeeded'),
    failed: has(failed),
    rework: has(rework.length > 0),
    open: has(recovery?.state === 'open'),
    skewedRecoveries: has(recovery?.state === 'clock_skew'),
    linkedChanges: timed + skewed,
    changes: samples.length + one.missing.length,
    skewedChanges: skewed,
    bootstraps: has(link === 'bootstrap'),
    unlinked: has(link === 'no_commit_link'),
    outcomesKnown: has(one.outcomeKnown),
    plansKnown: has(
      one.planned !== undefined || rework[0]?.rule !== 'fix_link',
    ),
    gaps: has(one.gap),
    rewrites: has(flags.includes('history_rewritten')),
    bareSquashes: has(flags.includes('squash_without_originals')),
    rules,
    values,
  };
}

/** A local day of a component, from its deployments of that day. */
export function dayCellOf(
  date: string,
  history: ComponentHistory,
  deployments: readonly AnalysedDeployment[],
): DayCell {
  const cell: DayCell = {
    ...(Object.fromEntries(DAY_COUNTS.map(name => [name, 0])) as Record<
      DayCount,
      number
    >),
    date,
    rules: {},
    sketches: {},
  };
  const sketches = new Map<DaySketch, LogSketch>();
  for (const deployment of deployments) {
    const { rules, values, ...counts } = partOf(history, deployment);
    for (const name of DAY_COUNTS) cell[name] += counts[name];
    for (const rule of Object.keys(rules)) {
      cell.rules[rule] = (cell.rules[rule] ?? 0) + 1;
    }
    for (const [name, value] of values) {
      const sketch = sketches.get(name) ?? new LogSketch();
      sketch.add(value);
      sketches.set(name, sketch);
    }
  }
  for (const name of DAY_SKETCHES) {
    const sketch = sketches.get(name);
    if (sketch) cell.sketches[name] = sketch.toJSON();
  }
  cell.rules = Object.fromEntries(
    Object.entries(cell.rules).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return cell;
}

/** The days of a history on which something was deployed, by date. */
export function dayCells(
  history: ComponentHistory,
  days: DayFinder,
): Map<string, DayCell> {
  const byDate = new Map<string, AnalysedDeployment[]>();
  for (const deployment of history.deployments) {
    if (deployment.kind === 'redeploy') continue;
    const date = days.dateOf(deployment.finishedAt);
    const known = byDate.get(date);
    if (known) known.push(deployment);
    else byDate.set(date, [deployment]);
  }
  return new Map(
    [...byDate].map(([date, deployments]) => [
      date,
      dayCellOf(date, history, deployments),
    ]),
  );
}
