import type { Incident, ServiceHistory } from '../history/types';
import { HOUR, MINUTE } from '../history/calendar';
import type { Service } from '../organisation/organisation';
import { uuidOf } from '../organisation/Random';
import { namespaceOf } from '../repository/manifests';
import { type DemoEvent, timestamp } from './DemoEvent';

const GROUP_WAIT = 30_000;
const REPEAT = 4 * HOUR;
/** How often at most a firing alert is repeated here; the real one goes on. */
const MAX_REPEATS = 6;
const OPEN_END = '0001-01-01T00:00:00Z';

/** What Alertmanager's webhook tells of a service's incidents, in no order. */
export function alertmanagerEvents(
  history: ServiceHistory,
  options: { prefix: string; now: number },
): DemoEvent[] {
  const { service } = history;
  const events: DemoEvent[] = [];
  for (const incident of history.incidents) {
    const tell = (at: number, status: 'firing' | 'resolved', time: number) => {
      if (at > options.now) return;
      const name = `${options.prefix}/${service.name}/alert/${incident.key}`;
      events.push({
        id: uuidOf(`${name}/${status}/${time}`),
        at,
        source: 'alertmanager',
        component: service.name,
        render: () => ({
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Alertmanager/0.28.1',
          },
          body: JSON.stringify(webhookOf(history, incident, status)),
        }),
      });
    };
    const { startedAt, resolvedAt } = incident;
    tell(startedAt + GROUP_WAIT, 'firing', 0);
    for (let time = 1; time <= MAX_REPEATS; time += 1) {
      const at = startedAt + GROUP_WAIT + time * REPEAT;
      if (at < (resolvedAt ?? options.now)) tell(at, 'firing', time);
    }
    if (resolvedAt !== undefined) tell(resolvedAt + MINUTE, 'resolved', 0);
  }
  return events;
}

/** The name of the alert that tells of an incident. */
export function alertNameOf(incident: Pick<Incident, 'title'>): string {
  return incident.title
    .split(' ')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Labels of the alert that tells of an incident. */
export function alertLabelsOf(
  service: Service,
  incident: Incident,
): Record<string, string> {
  return {
    alertname: alertNameOf(incident),
    environment: 'production',
    namespace: namespaceOf(service, 'prod'),
    service: service.name,
    severity: incident.severity,
    team: service.owner,
  };
}

/** What the alert that tells of an incident says in words. */
export function annotationsOf(
  service: Service,
  incident: Incident,
): Record<string, string> {
  return { summary: `${service.title}: ${incident.title.toLowerCase()}` };
}

function webhookOf(
  { service: component }: ServiceHistory,
  incident: Incident,
  status: 'firing' | 'resolved',
) {
  const labels = alertLabelsOf(component, incident);
  const annotations = annotationsOf(component, incident);
  const { alertname, service } = labels;
  const groupLabels = { alertname, service };
  return {
    receiver: 'cairn',
    status,
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: timestamp(incident.startedAt),
        endsAt:
          status === 'resolved' && incident.resolvedAt !== undefined
            ? timestamp(incident.resolvedAt)
            : OPEN_END,
        generatorURL: `http://prometheus.fernhill.example/graph?g0.expr=${alertname}`,
        fingerprint: fingerprintOf(labels),
      },
    ],
    groupLabels,
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'http://alertmanager.fernhill.example',
    version: '4',
    groupKey: `{}:{alertname="${alertname}", service="${service}"}`,
    truncatedAlerts: 0,
  };
}

/** As Prometheus's `LabelSet.Fingerprint`: FNV-1a over names and values, sorted, 0xff between. */
function fingerprintOf(labels: Record<string, string>): string {
  let hash = 0xcbf29ce484222325n;
  const add = (byte: number) => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  };
  for (const name of Object.keys(labels).sort()) {
    for (const text of [name, labels[name] ?? '']) {
      for (const byte of Buffer.from(text, 'utf8')) add(byte);
      add(0xff);
    }
  }
  return hash.toString(16).padStart(16, '0');
}
