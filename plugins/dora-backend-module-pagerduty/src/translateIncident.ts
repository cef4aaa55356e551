import type { FactInput } from '@cairn/plugin-dora-common';
import {
  readPayload,
  resolveComponent,
  type Directory,
  type Translation,
  type WebhookDelivery,
} from '@cairn/plugin-dora-node';
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

const eventSchema = z.object({
  event: z.object({
    id: z.string().min(1),
    event_type: z.string(),
    occurred_at: instant,
  }),
});

const incidentSchema = z.object({
  event: z.object({
    data: z.object({
      id: z.string().min(1),
      created_at: instant.optional(),
      service: z.object({
        id: z.string().min(1),
        summary: z.string().nullish(),
      }),
    }),
  }),
});

/** Events whose data is the incident itself. */
const TELLING = [
  'triggered',
  'acknowledged',
  'unacknowledged',
  'escalated',
  'delegated',
  'reassigned',
  'priority_updated',
  'service_updated',
  'reopened',
  'resolved',
].map(verb => `incident.${verb}`);

type IncidentFields = Pick<
  Extract<FactInput, { type: 'incident' }>,
  'resolvedAt' | 'reopenedAt'
>;

/** Those that change when an incident began or ended. Others only repeat what it is. */
function changeOf(type: string, occurredAt: string): IncidentFields {
  if (type === 'incident.resolved') return { resolvedAt: occurredAt };
  return type === 'incident.reopened' ? { reopenedAt: occurredAt } : {};
}

/** PagerDuty's own id of the event: the same when it is sent again. */
export function eventIdOf(delivery: WebhookDelivery): string | undefined {
  try {
    return readPayload(delivery, eventSchema).event.id;
  } catch {
    return undefined;
  }
}

/** An incident as an event tells it. Only the event's own time counts: they come in any order. */
export function translateIncident(
  delivery: WebhookDelivery,
  directory: Directory,
): Translation {
  const {
    event: { event_type: type, occurred_at: occurredAt },
  } = readPayload(delivery, eventSchema);
  if (!type.startsWith('incident.')) {
    return {
      facts: [],
      ignored: 'Only events of incidents say something about delivery.',
    };
  }
  if (!TELLING.includes(type)) {
    return {
      facts: [],
      ignored: 'It changes neither when the incident began nor when it ended.',
    };
  }
  const { data } = readPayload(delivery, incidentSchema).event;
  const { service } = data;
  const { found, problem } = resolveComponent(
    [service.id, service.summary ?? ''],
    directory,
  );
  if (problem) {
    const mend = `Give the component that it is about the annotation pagerduty.com/service-id: ${service.id}.`;
    return { facts: [], unmatched: [{ ...problem, mend }] };
  }
  const openedAt =
    data.created_at ?? (type === 'incident.triggered' ? occurredAt : undefined);
  return {
    facts: [
      {
        type: 'incident',
        source: 'pagerduty',
        at: occurredAt,
        externalId: data.id,
        component: found.definition.uid,
        ...(openedAt && { openedAt }),
        ...changeOf(type, occurredAt),
      },
    ],
  };
}
