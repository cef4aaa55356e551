/** Who tells of it. */
export type EventSource = 'github' | 'alertmanager' | 'cdevents';

/** The sources, in the order in which they are named to people. */
export const eventSources: readonly EventSource[] = [
  'github',
  'alertmanager',
  'cdevents',
];

/** Something that happened, as a webhook tells it. */
export interface DemoEvent {
  /** Unique, and the same whenever the history is made again. */
  id: string;
  /** When it was sent. */
  at: number;
  source: EventSource;
  /** Name of the component it is about. */
  component: string;
  /** Makes the request; not before it is needed, as a year is a lot of text. */
  render(): { headers: Record<string, string>; body: string };
}

/** An instant as GitHub writes it. */
export function timestamp(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
