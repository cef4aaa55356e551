import type { AnalysedDeployment, ComponentHistory } from '../engine';
import { leadTimeSamples } from '../metrics';
import { LogSketch, type LogSketchData } from '../numbers';
import { bucketAt, type Bucket } from '../time';

/** What is kept of one component and one local day: enough for any window of days. @public */
export interface DayCell {
  /** `YYYY-MM-DD` in the zone. */
  date: string;
  /** Deployments that count, redeploys not among them. */
  deployments: number;
  succeeded: number;
  failed: number;
  rework: number;
  /** Failures that are not over. */
  open: number;
  /** Recoveries that end before they begin. */
  skewedRecoveries: number;
  /** Changes with a known time, and all. */
  linkedChanges: number;
  changes: number;
  skewedChanges: number;
  bootstraps: number;
  unlinked: number;
  /** Milliseconds. */
  leadTime: LogSketchData;
  /** Milliseconds, by the day of the failed deployment. */
  recovery: LogSketchData;
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
    const met = this.#met.get(slot) ?? [];
    const known = met.find(
      ({ start, end }) => instant >= start && instant < end,
    );
    if (known) return known.date;
    const bucket = bucketAt(instant, 'day', this.#zone);
    this.#met.set(slot, [...met, bucket]);
    return bucket.date;
  }
}

function cellOf(
  date: string,
  history: ComponentHistory,
  deployments: readonly AnalysedDeployment[],
): DayCell {
  const samples = leadTimeSamples(history, deployments);
  const count = (holds: (deployment: AnalysedDeployment) => boolean) =>
    deployments.filter(holds).length;
  const skewed = samples.filter(({ clockSkew }) => clockSkew).length;
  const durations = samples.flatMap(({ duration }) => duration ?? []);
  return {
    date,
    deployments: deployments.length,
    succeeded: count(({ result }) => result === 'succeeded'),
    failed: count(({ failed }) => failed),
    rework: count(({ rework }) => rework.length > 0),
    open: count(({ recovery }) => recovery?.state === 'open'),
    skewedRecoveries: count(({ recovery }) => recovery?.state === 'clock_skew'),
    linkedChanges: durations.length + skewed,
    changes: deployments.reduce(
      (sum, { missing }) => sum + missing.length,
      samples.length,
    ),
    skewedChanges: skewed,
    bootstraps: count(({ link }) => link === 'bootstrap'),
    unlinked: count(({ link }) => link === 'no_commit_link'),
    leadTime: LogSketch.of(durations).toJSON(),
    recovery: LogSketch.of(
      deployments.flatMap(({ recovery }) =>
        recovery?.state === 'recovered' ? recovery.duration : [],
      ),
    ).toJSON(),
  };
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
      cellOf(date, history, deployments),
    ]),
  );
}
