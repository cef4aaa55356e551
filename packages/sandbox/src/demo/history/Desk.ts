import type { Random } from '../organisation/Random';

/**
 * Which topics are being worked on, so that no two changes touch one file at a
 * time and every merge is clean. Takings come in the order they begin, but a
 * long one may end after a later one.
 */
export class Desk {
  private readonly taken = new Map<string, [from: number, until: number][]>();

  /** Takes one of the topics that is free in that time, if there is one. */
  take(
    topics: readonly string[],
    from: number,
    until: number,
    random: Random,
  ): string | undefined {
    const free = topics.filter(each =>
      (this.taken.get(each) ?? []).every(
        ([begin, end]) => until < begin || end < from,
      ),
    );
    if (free.length === 0) return undefined;
    const topic = random.pick(free);
    const spans = this.taken.get(topic) ?? [];
    spans.push([from, until]);
    this.taken.set(topic, spans);
    return topic;
  }
}
