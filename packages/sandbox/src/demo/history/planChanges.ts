import type { Service } from '../organisation/organisation';
import type { Random } from '../organisation/Random';
import {
  DAY,
  dayOf,
  HOUR,
  isFreeze,
  isWeekend,
  MINUTE,
  wholeSecond,
} from './calendar';
import type { Desk } from './Desk';
import { makeChange } from './makeChange';
import { topicsFor } from './topics';
import type { Change } from './types';
import type { Weather } from './Weather';

/** One in ten updates a dependency, two mend something. */
const kinds = [
  'dependency',
  'fix',
  'fix',
  'feature',
  'feature',
  'feature',
  'feature',
  'feature',
  'feature',
  'feature',
] as const;

/**
 * All changes that are made of a team's own accord in a span of time; what has
 * to be made because something broke comes later.
 */
export function planChanges(options: {
  service: Service;
  from: number;
  until: number;
  random: Random;
  weather: Weather;
  desk: Desk;
}): Change[] {
  const { service, from, until, random, weather, desk } = options;
  const changes: Change[] = [];
  for (let day = dayOf(from) + DAY; day < until; day += DAY) {
    if (isWeekend(day)) continue;
    const { pace, eagerness } = weather.of(day);
    const rest = isFreeze(day) ? 0.1 : 1;
    const mean = (service.delivery.changesPerWeek / 5) * eagerness * rest;
    for (let left = random.times(mean); left > 0; left -= 1) {
      const minute = random.whole(8 * 60, 15 * 60);
      const kind = random.pick(kinds);
      const change = makeChange({
        service,
        key: `c${changes.length + 1}`,
        kind,
        at: wholeSecond(day + minute * MINUTE + random.whole(0, 59) * 1000),
        takeTopic: (begin, end) =>
          desk.take(topicsFor(kind, service), begin - HOUR, end + HOUR, random),
        random,
        pace,
      });
      if (change) changes.push(change);
    }
  }
  return changes;
}
