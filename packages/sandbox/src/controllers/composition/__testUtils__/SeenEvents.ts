import type { KubernetesClient, KubernetesObject } from '../../runtime';

/** An event as it was recorded: `object` is "Kind namespace/name" or "Kind name". */
export type RecordedEvent = {
  object: string;
  type: string;
  reason: string;
  message: string;
};

/** An object has 25 events at once, and then one in five minutes: later ones depend on the time. */
const BUDGET = 25;

type EventObject = KubernetesObject & {
  involvedObject: { kind: string; namespace?: string; name: string };
  type: string;
  reason: string;
  message: string;
  count?: number;
  source?: { component?: string };
};

/** Events without what differs in every run, each once. */
export function comparableEvents(events: readonly RecordedEvent[]): string[] {
  const texts = events
    // A revision is usable at once here; there is no controller that checks its pipeline first.
    .filter(it => !it.message.endsWith('pipeline status unknown'))
    // The caches of compositions and revisions may be of different age for a moment.
    .filter(it => !it.message.endsWith('no composition revisions found'))
    .map(it =>
      `${it.object} ${it.type} ${it.reason}: ${it.message}`
        .replace('(combined from similar events): ', '')
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
        .replace(/^(CompositionRevision \S+)-[0-9a-f]{7} /, '$1-<revision> ')
        .replace(/-[0-9a-f]{12}\b/g, '-<hash>')
        .replace(
          /(failed to create typed patch object|\w+ in version "v1" cannot).*$/,
          '<undecodable>',
        )
        .replace(/(composition revision: \S+)-[0-9a-f]{7}$/, '$1-<revision>')
        .replace(/\bfront-[a-z0-9]{5}\b/g, '<composite>'),
    );
  return [...new Set(texts)].sort();
}

/** Keeps the events of a cluster, also those that went away with their namespace. */
export class SeenEvents {
  private readonly seen = new Map<string, EventObject>();

  /** @param inRecordedWords names of this run replaced by those of the recording */
  constructor(
    private readonly client: KubernetesClient,
    private readonly inRecordedWords: (text: string) => string = text => text,
  ) {}

  /** Which of these events have not happened so far, except where an object has used up its events. */
  async missing(wanted: readonly string[]): Promise<string[]> {
    const found = new Set(comparableEvents(await this.look()));
    const counts = new Map<string, number>();
    for (const event of this.seen.values()) {
      const about = this.inRecordedWords(subject(event));
      counts.set(about, (counts.get(about) ?? 0) + (event.count ?? 1));
    }
    return wanted.filter(text => {
      if (found.has(text)) return false;
      const spent = [...counts].some(
        ([about, count]) => text.startsWith(`${about} `) && count >= BUDGET,
      );
      return !spent;
    });
  }

  /** Which events have happened to the same kinds of objects that are not among these. */
  async others(expected: readonly string[]): Promise<string[]> {
    const known = new Set(expected);
    const kinds = new Set(expected.map(kindOf));
    return comparableEvents(await this.look()).filter(
      it => kinds.has(kindOf(it)) && !known.has(it),
    );
  }

  private async look(): Promise<RecordedEvent[]> {
    const { items } = await this.client.list<EventObject>('v1', 'Event');
    for (const event of items) {
      this.seen.set(event.metadata.uid ?? '', event);
    }
    return [...this.seen.values()]
      .filter(it => it.involvedObject.kind !== 'CompositeResourceDefinition')
      .map(it => ({
        object: this.inRecordedWords(subject(it)),
        type: it.type,
        reason: it.reason,
        message: this.inRecordedWords(it.message),
      }));
  }
}

function kindOf(text: string): string {
  return text.split(' ')[0];
}

function subject({ involvedObject }: EventObject): string {
  const { kind, namespace, name } = involvedObject;
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
