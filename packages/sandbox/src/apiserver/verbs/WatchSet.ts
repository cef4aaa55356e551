/** The watches that are open, so that they can be ended from outside. */
export class WatchSet {
  private readonly ends = new Set<{ resource: string; end: () => void }>();

  get size(): number {
    return this.ends.size;
  }

  /** @returns how to take it out again */
  add(resource: string, end: () => void): () => void {
    const entry = { resource, end };
    this.ends.add(entry);
    return () => this.ends.delete(entry);
  }

  /** Ends all watches of a resource, or simply all. */
  endAll(resource?: string): void {
    for (const entry of [...this.ends]) {
      if (resource === undefined || entry.resource === resource) entry.end();
    }
  }
}
