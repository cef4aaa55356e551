/** Neighbouring bins differ by 2 %, so that the middle of a bin is within 0.991 % of all in it. */
const GAMMA = 1.02;
const LOG_GAMMA = Math.log(GAMMA);

/** A sketch as data: the number of zeros, and of values by bin. @public */
export interface LogSketchData {
  zeros: number;
  /** Pairs of bin and count, by bin. */
  bins: [number, number][];
}

/**
 * A histogram with logarithmic bins: quantiles of values of 0 and more with a relative error of at
 * most 1 %, in little room. Merging two is the same as having sketched all their values in one,
 * exactly. Zero has a bin of its own.
 *
 * @public
 */
export class LogSketch {
  #zeros = 0;
  #count = 0;
  readonly #bins = new Map<number, number>();
  #sorted: [number, number][] | undefined;

  static of(values: Iterable<number>): LogSketch {
    const sketch = new LogSketch();
    for (const value of values) sketch.add(value);
    return sketch;
  }

  static fromJSON(data: LogSketchData): LogSketch {
    const sketch = new LogSketch();
    sketch.#zeros = data.zeros;
    sketch.#count = data.zeros;
    for (const [bin, count] of data.bins) {
      sketch.#bins.set(bin, count);
      sketch.#count += count;
    }
    return sketch;
  }

  static merged(sketches: Iterable<LogSketch>): LogSketch {
    const all = new LogSketch();
    for (const sketch of sketches) all.merge(sketch);
    return all;
  }

  /** How many values it holds. */
  get count(): number {
    return this.#count;
  }

  get isEmpty(): boolean {
    return !this.#zeros && !this.#bins.size;
  }

  /** @throws RangeError for a value that is negative or no finite number. */
  add(value: number): void {
    if (!(value >= 0) || value === Infinity) {
      throw new RangeError(`Cannot sketch ${value}`);
    }
    this.#count += 1;
    if (value === 0) {
      this.#zeros += 1;
      return;
    }
    const bin = Math.ceil(Math.log(value) / LOG_GAMMA);
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + 1);
    this.#sorted = undefined;
  }

  merge(other: LogSketch): void {
    this.#add(other, 1);
  }

  /** Takes out again what was merged in: exactly, as if it never had been. */
  unmerge(other: LogSketch): void {
    this.#add(other, -1);
  }

  #add(other: LogSketch, times: 1 | -1) {
    this.#zeros += times * other.#zeros;
    this.#count += times * other.#count;
    for (const [bin, count] of [...other.#bins]) {
      const left = (this.#bins.get(bin) ?? 0) + times * count;
      if (left === 0) this.#bins.delete(bin);
      else this.#bins.set(bin, left);
    }
    this.#sorted = undefined;
  }

  /** The quantile of type 7, within 1 %; `null` when it holds nothing. */
  quantile(q: number): number | null {
    const { count } = this;
    if (!count) return null;
    const rank = q * (count - 1);
    const below = Math.floor(rank);
    const low = this.#valueAt(below);
    if (rank === below) return low;
    return low + (this.#valueAt(below + 1) - low) * (rank - below);
  }

  toJSON(): LogSketchData {
    return { zeros: this.#zeros, bins: [...this.#inOrder()] };
  }

  #inOrder(): [number, number][] {
    this.#sorted ??= [...this.#bins].sort(([a], [b]) => a - b);
    return this.#sorted;
  }

  #valueAt(index: number): number {
    let left = index - this.#zeros;
    if (left < 0) return 0;
    for (const [bin, count] of this.#inOrder()) {
      left -= count;
      if (left < 0) return (2 * GAMMA ** bin) / (GAMMA + 1);
    }
    throw new RangeError(`No value ${index}`);
  }
}
