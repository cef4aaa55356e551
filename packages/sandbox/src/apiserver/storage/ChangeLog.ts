import type { Change } from './Change';

/**
 * The recent past, in memory: what watches resume from and what older pages of
 * a list are rebuilt from. Bounded by count and size; what falls off the end is
 * compacted, and whoever asks for it is told that it expired.
 */
export class ChangeLog {
  private entries: Change[] = [];
  private size = 0;
  private compacted: number;

  constructor(
    private readonly options: {
      /** Everything up to this revision is unknown. */
      compactedRevision: number;
      maxEntries: number;
      /** Sum of the text lengths kept, in characters. */
      maxSize: number;
    },
  ) {
    this.compacted = options.compactedRevision;
  }

  /** Changes up to and including this revision are gone. */
  get compactedRevision(): number {
    return this.compacted;
  }

  /** Adds changes in order of revision and drops the oldest beyond the bounds. */
  append(changes: readonly Change[]): void {
    for (const change of changes) {
      this.entries.push(change);
      this.size += weight(change);
    }
    let drop = 0;
    while (
      drop < this.entries.length - 1 &&
      (this.entries.length - drop > this.options.maxEntries ||
        this.size > this.options.maxSize)
    ) {
      this.size -= weight(this.entries[drop]);
      this.compacted = this.entries[drop].revision;
      drop++;
    }
    if (drop > 0) this.entries = this.entries.slice(drop);
  }

  /** Forgets everything up to and including `revision`. */
  compact(revision: number): void {
    const from = this.indexAfter(revision);
    for (const entry of this.entries.slice(0, from)) this.size -= weight(entry);
    this.entries = this.entries.slice(from);
    this.compacted = Math.max(this.compacted, revision);
  }

  /**
   * Changes of a resource after `revision`, oldest first; undefined if part of
   * them is already compacted.
   */
  since(revision: number, resource: string): Change[] | undefined {
    if (revision < this.compacted) return undefined;
    return this.entries
      .slice(this.indexAfter(revision))
      .filter(change => change.object.resource === resource);
  }

  private indexAfter(revision: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.entries[middle].revision <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function weight(change: Change): number {
  return change.object.text.length;
}
