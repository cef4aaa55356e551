import { simulateService, type DemoSeed } from '../history/simulateService';
import type { Organisation, Service } from '../organisation/organisation';
import { buildServiceRepository } from '../repository/buildServiceRepository';
import { alertmanagerEvents } from './alertmanagerEvents';
import { cdEvents } from './cdEvents';
import { type DemoEvent, type EventSource } from './DemoEvent';
import { githubEvents } from './githubEvents';

/** Which part of the history is wanted. */
export interface HistoryOptions extends DemoSeed {
  /** Address of the git host, for the links in events. */
  gitUrl: string;
  sources?: readonly EventSource[];
  /** Name of the only component that is wanted. */
  component?: string;
  /** From this instant on. */
  from?: number;
  /** Before this instant. */
  until?: number;
}

/**
 * The platform team tells of its deployments and incidents by CDEvents; all
 * others by GitHub's deployments and Alertmanager. So each fact comes once.
 */
export function speaksCdEvents(service: Service): boolean {
  return service.owner === 'platform';
}

/** All that happened to one service, as webhooks tell it, in no order. */
export function serviceEvents(
  service: Service,
  options: DemoSeed & { gitUrl: string },
): DemoEvent[] {
  const { seed, anchor, gitUrl } = options;
  const repository = buildServiceRepository(
    simulateService(service, { seed, anchor }),
  );
  const prefix = `${seed}/${anchor}`;
  const now = anchor;
  const withCdEvents = speaksCdEvents(service);
  return [
    ...githubEvents(repository, {
      gitUrl,
      prefix,
      withDeployments: !withCdEvents,
    }),
    ...(withCdEvents
      ? cdEvents(repository, { gitUrl, prefix, now })
      : alertmanagerEvents(repository.history, { prefix, now })),
  ];
}

/**
 * The organisation's year in the order it happened. The same seed, anchor and
 * address give the same events with the same ids.
 */
export function historyEvents(
  { services }: Organisation,
  options: HistoryOptions,
): DemoEvent[] {
  const { sources, component, from = -Infinity, until = Infinity } = options;
  return services
    .filter(({ name }) => component === undefined || name === component)
    .flatMap(service => serviceEvents(service, options))
    .filter(
      ({ source, at }) =>
        (!sources || sources.includes(source)) && at >= from && at < until,
    )
    .sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
}
