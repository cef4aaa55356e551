import type { Position } from '../types';

/** Finds the line and column of an offset in a text. */
export class Lines {
  private readonly starts: number[];

  constructor(private readonly text: string) {
    this.starts = [0];
    for (const { index } of text.matchAll(/\n/g)) {
      this.starts.push(index + 1);
    }
  }

  /** The position of an offset; one behind the end stands for the end. */
  positionOf(offset: number): Position {
    const inside = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= inside) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low + 1, column: inside - this.starts[low] + 1 };
  }
}
