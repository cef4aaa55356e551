import { createHash } from 'node:crypto';
import type { Incident } from '../types';

/** What is told of an alert that goes on. */
export const NO_END = '0001-01-01T00:00:00Z';

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/** A time as Go writes it: RFC 3339, without a fraction that is nothing. */
export const timeWire = (time: Date) =>
  time.toISOString().replace(/\.000Z$/, 'Z');

/** As Prometheus's `LabelSet.Fingerprint`: FNV-1a over the sorted names and values. */
export function fingerprintOf(
  labels: Readonly<Record<string, string>>,
): string {
  let hash = FNV_OFFSET;
  const add = (byte: number) => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  };
  for (const name of Object.keys(labels).sort()) {
    for (const text of [name, labels[name] ?? '']) {
      for (const byte of Buffer.from(text, 'utf8')) add(byte);
      add(0xff);
    }
  }
  return hash.toString(16).padStart(16, '0');
}

/** Whether an incident goes on at a time. */
export const isFiring = ({ startsAt, endsAt }: Incident, now: number) =>
  startsAt.getTime() <= now && (endsAt?.getTime() ?? Infinity) > now;

/** What all of some sets say alike. */
function common(sets: Readonly<Record<string, string>>[]) {
  const [first = {}, ...rest] = sets;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) =>
      rest.every(each => each[name] === value),
    ),
  );
}

/** A group of alerts as Alertmanager's webhook tells it (version 4). */
export function alertGroup(options: {
  receiver: string;
  /** Address of Alertmanager's own pages. */
  externalUrl: string;
  /** Labels that the group is made by. */
  groupBy: string[];
  alerts: readonly Incident[];
  now: number;
}) {
  const { receiver, externalUrl, groupBy, alerts, now } = options;
  const groupLabels = Object.fromEntries(
    groupBy.flatMap(name => {
      const value = alerts[0]?.labels[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const inner = Object.keys(groupLabels)
    .sort()
    .map(name => `${name}=${JSON.stringify(groupLabels[name])}`)
    .join(', ');
  const firing = alerts.some(alert => isFiring(alert, now));
  return {
    receiver,
    status: firing ? 'firing' : 'resolved',
    alerts: alerts.map(alert => ({
      status: isFiring(alert, now) ? 'firing' : 'resolved',
      labels: alert.labels,
      annotations: alert.annotations,
      startsAt: timeWire(alert.startsAt),
      endsAt:
        alert.endsAt && !isFiring(alert, now) ? timeWire(alert.endsAt) : NO_END,
      generatorURL: `${externalUrl}/#/alerts`,
      fingerprint: fingerprintOf(alert.labels),
    })),
    groupLabels,
    commonLabels: common(alerts.map(alert => alert.labels)),
    commonAnnotations: common(alerts.map(alert => alert.annotations)),
    externalURL: externalUrl,
    version: '4',
    groupKey: `{}:{${inner}}`,
    truncatedAlerts: 0,
  };
}

/** Alerts by the labels that make a group. */
export function groupAlerts(
  alerts: readonly Incident[],
  groupBy: string[],
): Incident[][] {
  const groups = new Map<string, Incident[]>();
  for (const alert of alerts) {
    const key = groupBy.map(name => alert.labels[name] ?? '').join('\u0000');
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  return [...groups.values()];
}

/** A short id that follows from a text. */
export const shortId = (text: string) =>
  createHash('sha256').update(text).digest('hex').slice(0, 26);
