import type { DeliveryProfile } from '../organisation/profiles';
import type { Random } from '../organisation/Random';
import { WEEK } from './calendar';

/** How a week goes for a team. */
export interface WeekWeather {
  /** How slow everything is, 1 being usual. */
  pace: number;
  /** How much is begun. */
  eagerness: number;
  /** How much goes wrong. */
  trouble: number;
}

/** Weeks before the present in which a storm hit logistics: everything broke. */
export const STORM_WEEKS_AGO = 14;

const usual: WeekWeather = { pace: 1, eagerness: 1, trouble: 1 };
const good: WeekWeather = { pace: 0.7, eagerness: 1.3, trouble: 0.4 };
const bad: WeekWeather = { pace: 2.2, eagerness: 0.6, trouble: 2.5 };
const storm: WeekWeather = { pace: 1.5, eagerness: 1, trouble: 5 };

/** Every seventh week is bad, every fifth good. */
function weatherBy(luck: number): WeekWeather {
  if (luck < 0.14) return bad;
  return luck > 0.8 ? good : usual;
}

/** Good weeks and bad weeks of a service, and where its year goes. */
export class Weather {
  private readonly weeks: WeekWeather[] = [];

  constructor(
    private readonly delivery: DeliveryProfile,
    private readonly anchor: number,
    team: string,
    random: Random,
  ) {
    for (let ago = 0; ago <= 54; ago += 1) {
      const luck = random.next();
      const isStorm = team === 'logistics' && ago === STORM_WEEKS_AGO;
      this.weeks.push(isStorm ? storm : weatherBy(luck));
    }
  }

  /** The weather at an instant within the year. */
  of(at: number): WeekWeather {
    const ago = Math.max(0, Math.floor((this.anchor - at) / WEEK));
    const week = this.weeks[Math.min(ago, this.weeks.length - 1)] ?? usual;
    const { trend } = this.delivery;
    // From 0 a year ago to 1 now.
    const done = 1 - Math.min(ago, 52) / 52;
    const drag =
      1 + 1.8 * { improving: 1 - done, declining: done, steady: 0 }[trend];
    return {
      pace: week.pace * drag,
      eagerness: week.eagerness / Math.sqrt(drag),
      trouble: week.trouble * Math.sqrt(drag),
    };
  }

  /** Whether the team ships each change by itself at that time. */
  shipsEach(at: number): boolean {
    if (this.delivery.cadence !== 'each') return false;
    return this.delivery.trend !== 'improving' || this.anchor - at < 30 * WEEK;
  }
}
