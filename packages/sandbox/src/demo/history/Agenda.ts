/** What is to happen, handed out in the order of time; ties in the order of entry. */
export class Agenda<T> {
  private readonly entries: { at: number; what: T }[] = [];

  add(at: number, what: T): void {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.entries[middle]?.at ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    this.entries.splice(low, 0, { at, what });
  }

  next(): { at: number; what: T } | undefined {
    return this.entries.shift();
  }
}
