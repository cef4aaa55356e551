import { createHash } from 'node:crypto';

const DAY = 86_400;
const WEEK = 7 * DAY;
/** Before it there are no samples: 1 January 2024, a Monday, in seconds. */
export const EPOCH = Date.UTC(2024, 0, 1) / 1000;

interface Wave {
  amplitude: number;
  /** In radians per second. */
  speed: number;
  /** When it is at its top, in seconds. */
  top: number;
}

/** Numbers from 0 to 1 that follow from a text, always the same. */
export function numbersOf(text: string): (name: string) => number {
  return name => {
    const hash = createHash('sha256').update(`${text}/${name}`).digest();
    return hash.readUInt32BE(0) / 0xffff_ffff;
  };
}

/**
 * How busy a workload is: more by day than by night and than at the weekend,
 * with some unrest. All is made of waves, so that the sum over any time is
 * known exactly and nothing has to be kept. Times in seconds since 1970.
 */
export class Load {
  private readonly waves: Wave[];
  /** What the waves would have added up to before the epoch. */
  private readonly atEpoch: number;

  /** @param seed - Tells one workload's load from another's. */
  constructor(seed: string) {
    const number = numbersOf(seed);
    const wave = (period: number, amplitude: number, top: number): Wave => ({
      amplitude,
      speed: (2 * Math.PI) / period,
      top: EPOCH + top,
    });
    // Amplitudes add up to less than 1: a load is never below zero.
    this.waves = [
      wave(DAY, 0.45, (12 + 3 * number('peak')) * 3600),
      wave(DAY / 2, 0.08, (9 + 2 * number('morning')) * 3600),
      wave(WEEK, 0.18, (1.5 + number('midweek')) * DAY),
      wave(3600 * (5 + number('slow')), 0.06, 3600 * number('a')),
      wave(600 * (2 + number('middle')), 0.05, 3600 * number('b')),
      wave(90 * (2 + number('quick')), 0.04, 3600 * number('c')),
    ];
    this.atEpoch = this.swell(EPOCH);
  }

  /** Around 1, never below 0. */
  at(seconds: number): number {
    return this.waves.reduce(
      (sum, { amplitude, speed, top }) =>
        sum + amplitude * Math.cos(speed * (seconds - top)),
      1,
    );
  }

  /** The sum of {@link at} from the epoch to then. */
  total(seconds: number): number {
    return seconds - EPOCH + this.swell(seconds) - this.atEpoch;
  }

  private swell(seconds: number): number {
    let sum = 0;
    for (const { amplitude, speed, top } of this.waves) {
      sum += (amplitude / speed) * Math.sin(speed * (seconds - top));
    }
    return sum;
  }
}
