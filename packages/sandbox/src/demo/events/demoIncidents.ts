import { simulateService } from '../history/simulateService';
import type { Incident } from '../history/types';
import { organisationOf, type Service } from '../organisation/organisation';
import { readCatalog } from '../organisation/readCatalog';
import { readDemoState } from '../seed/DemoState';
import { alertLabelsOf, annotationsOf } from './alertmanagerEvents';

/** An incident as monitoring sees it: an alert that fires, or did. */
export interface MonitoredIncident {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: Date;
  endsAt?: Date;
}

/**
 * All incidents of the demo organisation's year, the oldest first; none when it
 * is not loaded.
 */
export async function demoIncidents(options: {
  dataDir: string;
  catalogDir: string;
}): Promise<MonitoredIncident[]> {
  const state = await readDemoState(options.dataDir);
  if (!state) return [];
  const { services } = organisationOf(await readCatalog(options.catalogDir));
  const seed = { seed: state.seed, anchor: Date.parse(state.anchor) };
  return services
    .flatMap(service =>
      simulateService(service, seed).incidents.map(incident =>
        monitored(service, incident),
      ),
    )
    .sort((one, other) => +one.startsAt - +other.startsAt);
}

function monitored(service: Service, incident: Incident): MonitoredIncident {
  const { startedAt, resolvedAt } = incident;
  return {
    labels: alertLabelsOf(service, incident),
    annotations: annotationsOf(service, incident),
    startsAt: new Date(startedAt),
    ...(resolvedAt !== undefined && { endsAt: new Date(resolvedAt) }),
  };
}
