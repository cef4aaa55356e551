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

/** A time at which things are not as usual; in seconds. */
interface Trouble {
  from: number;
  to: number;
  severe: boolean;
}

/** The requests that one service answers, as counters at any moment. */
export class HttpTraffic {
  private readonly load: Load;
  private readonly perSecond: number;
  private readonly failing: number;
  private readonly median: number;
  private readonly spread: number;
  private readonly troubles: Trouble[];

  /** @param scale - Part of the usual traffic: little where nobody but developers comes. */
  constructor(seed: string, scale: number, incidents: readonly Incident[]) {
    const number = numbersOf(seed);
    this.load = new Load(seed);
    this.perSecond = scale * 2 * 40 ** number('rate');
    this.failing = 0.0005 + 0.003 * number('errors');
    this.median = 0.008 * 12 ** number('latency');
    this.spread = 0.5 + 0.4 * number('spread');
    this.troubles = incidents.map(incident => ({
      from: incident.startsAt.getTime() / 1000,
      to: (incident.endsAt?.getTime() ?? Infinity) / 1000,
      severe: incident.labels.severity === 'critical',
    }));
  }

  /** Requests per second. */
  rate(seconds: number): number {
    return this.perSecond * this.load.at(seconds);
  }

  /** All requests until then. */
  requests(seconds: number): number {
    return this.perSecond * this.load.total(seconds);
  }

  /** All requests until then that were answered with a status. */
  answered(status: '200' | '404' | '500', seconds: number): number {
    const all = this.requests(seconds);
    if (status === '404') return NOT_FOUND * all;
    const failed =
      this.failing * all +
      this.during(seconds, severe => (severe ? 0.12 : 0.03));
    return status === '500' ? failed : (1 - NOT_FOUND) * all - failed;
  }

  /** All requests until then that took no longer than a bound, in seconds. */
  within(bound: number, seconds: number): number {
    const usual = below(bound, this.median, this.spread);
    const slowed = (severe: boolean) =>
      below(bound, this.median * (severe ? 6 : 2.5), this.spread) - usual;
    return usual * this.requests(seconds) + this.during(seconds, slowed);
  }

  /** The time that all requests until then took together, in seconds. */
  took(seconds: number): number {
    const mean = this.median * Math.exp(this.spread ** 2 / 2);
    const slowed = (severe: boolean) => mean * ((severe ? 6 : 2.5) - 1);
    return mean * this.requests(seconds) + this.during(seconds, slowed);
  }

  /** What troubles until then add: a part of the requests that came in them. */
  private during(seconds: number, part: (severe: boolean) => number): number {
    let sum = 0;
    for (const { from, to, severe } of this.troubles) {
      if (from >= seconds) continue;
      const until = this.requests(Math.min(to, seconds));
      sum += part(severe) * (until - this.requests(from));
    }
    return sum;
  }
}
