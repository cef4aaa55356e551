import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { objectAt, textAt } from '../json';
import type { ClaimEvent } from '../types';

/** More events than this say nothing new; the newest are kept. */
const MAX_EVENTS = 100;

interface Regarded {
  kind: string;
  name: string;
  namespace?: string;
  uid?: string;
}

function toClaimEvent(event: KubernetesObject): ClaimEvent | undefined {
  // The core group says involvedObject, count, message; events.k8s.io says regarding, note.
  const about = {
    ...objectAt(event, 'involvedObject'),
    ...objectAt(event, 'regarding'),
  };
  const kind = textAt(about, 'kind');
  const name = textAt(about, 'name');
  const series = objectAt(event, 'series');
  const lastSeen =
    textAt(series, 'lastObservedTime') ??
    textAt(event, 'lastTimestamp') ??
    textAt(event, 'deprecatedLastTimestamp') ??
    textAt(event, 'eventTime') ??
    event.metadata.creationTimestamp;
  if (!kind || !name || !lastSeen) {
    return undefined;
  }
  const counts = [series.count, event.count, event.deprecatedCount];
  return {
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: textAt(event, 'reason') ?? 'Unknown',
    message: textAt(event, 'message') ?? textAt(event, 'note') ?? '',
    count: counts.find(count => typeof count === 'number') ?? 1,
    lastSeen,
    regarding: { kind, name },
  };
}

function concerns(event: KubernetesObject, object: Regarded): boolean {
  const about = {
    ...objectAt(event, 'involvedObject'),
    ...objectAt(event, 'regarding'),
  };
  if (object.uid !== undefined && typeof about.uid === 'string' && about.uid) {
    return about.uid === object.uid;
  }
  return (
    about.kind === object.kind &&
    about.name === object.name &&
    (about.namespace ?? undefined) === object.namespace
  );
}

/**
 * The events of a claim and of what it is made of, newest first, at most 100. Events of an earlier
 * object of the same name (another uid) are left out.
 *
 * @public
 */
export function claimEvents(options: {
  events: readonly KubernetesObject[];
  objects: readonly Regarded[];
}): ClaimEvent[] {
  const { events, objects } = options;
  return events
    .filter(event => objects.some(object => concerns(event, object)))
    .map(toClaimEvent)
    .filter(event => event !== undefined)
    .sort((a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen))
    .slice(0, MAX_EVENTS);
}
