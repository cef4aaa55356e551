import type { Incident } from '../types';
import { Load, numbersOf } from './Load';

/** Upper ends of the latency buckets in seconds, as OpenTelemetry advises. */
export const BOUNDS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** What a service answers, and how often of all answers, when all is well. */
const NOT_FOUND = 0.004;

/** The part of a log-normal distribution that is below a value. */
function below(value: number, median: number, spread: number): number {
  const x = Math.log(value / median) / spread;
  // Abramowitz and Stegun 7.1.26, right to seven digits.
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly =
    t *
    (0.254829592 +
      t *
        (-0.284496736 +
          t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - poly * Math.exp(-z * z);
  return x >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
}

/** How a request fares. */
interface Conditions {
  /** The time that half of all requests take no longer than, in seconds. */
  median: number;
  /** Part of the requests that fail. */
  failing: number;
}

/** What one request counts for, usually and in trouble. */
interface Worth {
  usual: number;
  mild: number;
  severe: number;
}

/** How many moments' sums are kept at most. */
const MAX_RECENT = 4096;

/** A status that requests are answered with. */
export type Status = '200' | '404' | '500';

/** A time at which things are not as usual; in seconds. */
interface Trouble {
  from: number;
  to: number;
  severe: boolean;
}

/** Times of trouble, one after another: two at once are no worse than the worst. */
function troublesOf(incidents: readonly Incident[]): Trouble[] {
  const troubles: Trouble[] = [];
  const sorted = incidents
    .map(({ startsAt, endsAt, labels }) => ({
      from: startsAt.getTime() / 1000,
      to: (endsAt?.getTime() ?? Infinity) / 1000,
      severe: labels.severity === 'critical',
    }))
    .sort((one, other) => one.from - other.from);
  for (const each of sorted) {
    const last = troubles.at(-1);
    if (last && each.from < last.to) {
      last.to = Math.max(last.to, each.to);
      last.severe ||= each.severe;
    } else troubles.push(each);
  }
  return troubles;
}

/** The requests that one service answers, as counters at any moment. */
export class HttpTraffic {
  private readonly load: Load;
  private readonly perSecond: number;
  private readonly failing: number;
  private readonly median: number;
  private readonly spread: number;
  private readonly troubles: (Trouble & { before: number; during: number })[];
  private readonly recent = new Map<number, number>();
  private readonly worths = new Map<string, Worth>();

  /** @param scale - Part of the usual traffic: little where nobody but developers comes. */
  constructor(seed: string, scale: number, incidents: readonly Incident[]) {
    const number = numbersOf(seed);
    this.load = new Load(seed);
    this.perSecond = scale * 2 * 40 ** number('rate');
    this.failing = 0.0005 + 0.003 * number('errors');
    this.median = 0.008 * 12 ** number('latency');
    this.spread = 0.5 + 0.4 * number('spread');
    this.troubles = troublesOf(incidents).map(each => {
      const before = this.requests(each.from);
      const during = Number.isFinite(each.to)
        ? this.requests(each.to) - before
        : Infinity;
      return { ...each, before, during };
    });
  }

  /** All requests until then. */
  requests(seconds: number): number {
    const known = this.recent.get(seconds);
    if (known !== undefined) return known;
    const total = this.perSecond * this.load.total(seconds);
    // Many series of one service are asked about the same moments.
    if (this.recent.size >= MAX_RECENT) this.recent.clear();
    this.recent.set(seconds, total);
    return total;
  }

  /**
   * All requests until then with one status, or those of them that took no
   * longer than a bound in seconds.
   */
  answered(status: Status, seconds: number, bound = Infinity): number {
    return this.total(seconds, `${status}/${bound}`, how => {
      const part =
        bound === Infinity ? 1 : below(bound, how.median, this.spread);
      return this.ratio(status, how) * part;
    });
  }

  /** The time that all requests until then with one status took, in seconds. */
  took(status: Status, seconds: number): number {
    const stretch = Math.exp(this.spread ** 2 / 2);
    return this.total(
      seconds,
      `${status}/took`,
      how => this.ratio(status, how) * how.median * stretch,
    );
  }

  /** Which part of all answers has a status. */
  private ratio(status: Status, { failing }: Conditions): number {
    if (status === '404') return NOT_FOUND;
    return status === '500' ? failing : 1 - NOT_FOUND - failing;
  }

  /**
   * The sum over all requests until then of what each counts for, which is one
   * thing usually, and another in times of trouble.
   */
  private total(
    seconds: number,
    key: string,
    worth: (how: Conditions) => number,
  ): number {
    const { median, failing } = this;
    let worths = this.worths.get(key);
    if (!worths) {
      worths = {
        usual: worth({ median, failing }),
        mild: worth({ median: 2.5 * median, failing: failing + 0.03 }),
        severe: worth({ median: 6 * median, failing: failing + 0.12 }),
      };
      this.worths.set(key, worths);
    }
    const { usual } = worths;
    const all = this.requests(seconds);
    let sum = usual * all;
    for (const { from, to, severe, before, during } of this.troubles) {
      if (from >= seconds) break;
      const inTrouble = severe ? worths.severe : worths.mild;
      sum += (inTrouble - usual) * (seconds >= to ? during : all - before);
    }
    return sum;
  }
}
