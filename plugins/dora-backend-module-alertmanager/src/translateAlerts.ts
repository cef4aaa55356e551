import type { FactInput } from '@cairn/plugin-dora-common';
import {
  readPayload,
  resolveComponent,
  resolveEnvironment,
  type Directory,
  type Translation,
  type Unmatched,
  type WebhookDelivery,
} from '@cairn/plugin-dora-node';
import { z } from 'zod';

/** Which labels of an alert say what. */
export interface AlertmanagerOptions {
  /** The first that is there names the component. */
  componentLabels: readonly string[];
  /** The first that is there names the environment. */
  environmentLabels: readonly string[];
  /** Only alerts of these severities are incidents. Empty: all. */
  severities: readonly string[];
}

const labels = z.record(z.string(), z.string());

const webhookSchema = z.object({
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels,
      startsAt: z.iso.datetime({ offset: true }),
      endsAt: z.iso.datetime({ offset: true }),
      fingerprint: z.string().min(1),
    }),
  ),
  truncatedAlerts: z.int().min(0).default(0),
});

type Alert = z.output<typeof webhookSchema>['alerts'][number];

function firstOf(alert: Alert, names: readonly string[]): string | undefined {
  return names.map(name => alert.labels[name]).find(Boolean);
}

function translateAlert(
  alert: Alert,
  directory: Directory,
  options: AlertmanagerOptions,
): { fact: FactInput } | { problem: Unmatched } {
  const names = options.componentLabels.flatMap(
    name => alert.labels[name] || [],
  );
  const component = resolveComponent(names, directory);
  if (component.problem) {
    const { problem } = component;
    const { alertname = 'An alert' } = alert.labels;
    if (names.length > 0) return { problem };
    const list = options.componentLabels.join(', ');
    return {
      problem: {
        ...problem,
        subject: alertname,
        detail: `The alert has none of the labels ${list}.`,
        mend: `Give the rule "${alertname}" the label component with the component's name.`,
      },
    };
  }
  const place = firstOf(alert, options.environmentLabels);
  const environment =
    place === undefined ? undefined : resolveEnvironment(place, directory);
  if (environment?.problem) return { problem: environment.problem };
  const openedAt = Date.parse(alert.startsAt);
  const endedAt = Date.parse(alert.endsAt);
  // While it fires, the end is the year 1, or when it would be given up.
  const isOver = alert.status === 'resolved' && endedAt >= openedAt;
  return {
    fact: {
      type: 'incident',
      source: 'alertmanager',
      at: isOver ? endedAt : openedAt,
      externalId: `${alert.fingerprint}/${new Date(openedAt).toISOString()}`,
      component: component.found.definition.uid,
      openedAt,
      ...(environment && { environment: environment.found.name }),
      ...(isOver && { resolvedAt: endedAt }),
    },
  };
}

/**
 * Each alert of a group is an incident of its own, known by its fingerprint and start: repetitions and
 * groups that are sent again say nothing new, and one that comes back is another.
 */
export function translateAlerts(
  delivery: WebhookDelivery,
  directory: Directory,
  options: AlertmanagerOptions,
): Translation {
  const { alerts, truncatedAlerts } = readPayload(delivery, webhookSchema);
  const { severities } = options;
  const grave = alerts.filter(
    alert =>
      severities.length === 0 ||
      severities.includes(alert.labels.severity ?? ''),
  );
  const told = grave.map(alert => translateAlert(alert, directory, options));
  const unmatched = told.flatMap(one => ('problem' in one ? one.problem : []));
  if (truncatedAlerts > 0) {
    unmatched.push({
      reason: 'unsupported',
      subject: 'max_alerts',
      detail: `Alertmanager left out ${truncatedAlerts} alerts of a group.`,
      mend: 'Set max_alerts of the receiver to 0, which sends all.',
    });
  }
  const facts = told.flatMap(one => ('fact' in one ? one.fact : []));
  return {
    facts,
    ...(unmatched.length > 0 && { unmatched }),
    ...(facts.length + unmatched.length === 0 && {
      ignored: 'No alert of it has a severity that counts.',
    }),
  };
}
