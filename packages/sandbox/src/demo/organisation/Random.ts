import { createHash } from 'node:crypto';

/**
 * Random numbers that are the same for the same seed, everywhere: `sfc32` by
 * Chris Doty-Humphrey (PractRand, public domain), started from a hash of the
 * seed. Each part of the demo draws from its own sequence, so that one more
 * draw in one part moves no other.
 */
export class Random {
  private readonly state: [number, number, number, number];

  constructor(private readonly seed: string) {
    const hash = createHash('sha256').update(seed).digest();
    this.state = [0, 4, 8, 12].map(at => hash.readInt32LE(at)) as [
      number,
      number,
      number,
      number,
    ];
  }

  /** A sequence of its own for a part. */
  fork(part: string): Random {
    return new Random(`${this.seed}/${part}`);
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    let [a, b, c, d] = this.state;
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    this.state[0] = a;
    this.state[1] = b;
    this.state[2] = c;
    this.state[3] = d;
    return (t >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** True in this share of all cases. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick.');
    return item;
  }

  /** Log-normal: half of all are below the median, a few are far above. */
  around(median: number, spread = 0.6): number {
    const angle = 2 * Math.PI * this.next();
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(angle);
    return median * Math.exp(spread * normal);
  }

  /** How often something happens that happens `mean` times on average (Poisson). */
  times(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let left = this.next(); left > limit; left *= this.next()) count += 1;
    return count;
  }
}

/** Hexadecimal SHA-256 of a text, shortened; for ids that follow from what they name. */
export function digestOf(text: string, length = 64): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** A UUID that follows from what it names. */
export function uuidOf(text: string): string {
  const hex = digestOf(text, 32);
  const variant = '89ab'[parseInt(hex[16] ?? '0', 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** A positive number below 2^31 that follows from what it names. */
export function numberOf(text: string): number {
  return (parseInt(digestOf(text, 8), 16) & 0x7fff_ffff) + 1;
}
