import type { Service } from '../organisation/organisation';
import { Random } from '../organisation/Random';
import { DAY, HOUR, toWorkingTime, WEEK } from './calendar';
import { Desk } from './Desk';
import { makeChange } from './makeChange';
import { planChanges } from './planChanges';
import { ServiceSimulation } from './ServiceSimulation';
import { topicsFor } from './topics';
import type { ServiceHistory } from './types';
import { Weather } from './Weather';

/** What the whole demo follows from. */
export interface DemoSeed {
  seed: string;
  /** The instant the year ends at, in milliseconds on a whole second. */
  anchor: number;
}

/** How long the past is. */
export const YEAR_DAYS = 365;

/**
 * Makes a service's year: what was changed, reviewed, merged and deployed by
 * whom and when, what broke and how it was mended. The same seed and anchor
 * give the same year.
 */
export function simulateService(
  service: Service,
  { seed, anchor }: DemoSeed,
): ServiceHistory {
  const random = new Random(`${seed}/${service.name}`);
  const { delivery } = service;
  const weather = new Weather(
    delivery,
    anchor,
    service.owner,
    random.fork('weather'),
  );
  const days = Math.min(YEAR_DAYS, delivery.startedWeeksAgo * 7);
  const startedAt = toWorkingTime(anchor - days * DAY, random.fork('start'));
  const desk = new Desk();
  const simulation = new ServiceSimulation({
    service,
    anchor,
    startedAt,
    weather,
    desk,
    random: random.fork('run'),
  });
  const planned = planChanges({
    service,
    from: startedAt,
    until: anchor,
    random: random.fork('changes'),
    weather,
    desk,
  });
  for (const change of planned) simulation.plan(change);
  if (delivery.openPull) {
    const at = anchor - 5 * HOUR;
    const waiting = makeChange({
      service,
      key: 'open',
      kind: 'feature',
      at,
      takeTopic: from =>
        desk.take(
          topicsFor('feature', service),
          from - HOUR,
          anchor + WEEK,
          random,
        ),
      random: random.fork('open'),
      pace: 1,
      urgent: { opened: 0.5, reviewed: 24, merged: 48 },
    });
    if (waiting) simulation.plan(waiting);
  }
  if (delivery.cadence !== 'each' || delivery.trend === 'improving') {
    const every = { each: 1, weekly: 1, fortnightly: 2, monthly: 4 }[
      delivery.cadence
    ];
    const first = Math.ceil(startedAt / WEEK) * WEEK + 5 * DAY + 36_000_000;
    for (let at = first; at < anchor; at += every * WEEK) {
      simulation.planTrain(at);
    }
  }
  return simulation.run();
}
