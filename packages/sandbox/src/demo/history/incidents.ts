import type { Service } from '../organisation/organisation';
import type { Random } from '../organisation/Random';
import { DAY, HOUR, MINUTE, WEEK, wholeSecond } from './calendar';
import { mishaps } from './topics';
import type { Deployment, Incident } from './types';
import { STORM_WEEKS_AGO } from './Weather';

/** What goes wrong without anybody having changed anything: once or twice a year. */
export function mishapsOf(options: {
  service: Service;
  anchor: number;
  startedAt: number;
  random: Random;
}): Incident[] {
  const { service, anchor, startedAt, random } = options;
  const times: number[] = [];
  for (let left = random.times(0.8); left > 0; left -= 1) {
    times.push(startedAt + random.next() * (anchor - startedAt));
  }
  if (service.owner === 'logistics') {
    const storm = anchor - STORM_WEEKS_AGO * WEEK - 3 * DAY;
    times.push(storm + random.whole(0, 90) * MINUTE);
  }
  return times
    .filter(at => at > startedAt + DAY)
    .map((at, index) => ({
      key: `m${index + 1}`,
      title: random.pick(mishaps),
      severity: random.pick(['critical', 'warning'] as const),
      startedAt: wholeSecond(at),
      resolvedAt: wholeSecond(at + random.around(70) * MINUTE),
      cause: undefined,
    }));
}

/** What is broken right now, if the service's profile wants something to be. */
export function openIncidentOf(
  service: Service,
  anchor: number,
  deployments: readonly Deployment[],
): Incident | undefined {
  if (!service.delivery.openIncident) return undefined;
  const last = deployments.findLast(
    ({ environment, result, finishedAt }) =>
      environment === 'prod' && result === 'success' && finishedAt <= anchor,
  );
  if (!last) return undefined;
  return {
    key: 'open',
    title: 'Queue grows',
    severity: 'warning',
    startedAt: wholeSecond(
      Math.max(
        last.finishedAt,
        Math.min(anchor - 40 * MINUTE, last.finishedAt + 5 * HOUR),
      ),
    ),
    resolvedAt: undefined,
    cause: last,
  };
}
