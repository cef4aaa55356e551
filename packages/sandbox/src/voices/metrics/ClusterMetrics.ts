import type { Labels, Series, SeriesSource } from '../promql';
import type { Incident, IncidentSource } from '../types';
import type { ClusterView } from './ClusterView';
import { HttpTraffic } from './HttpTraffic';
import { EPOCH } from './Load';
import { podSeries } from './podSeries';
import { stateSeries } from './stateSeries';

/** How far apart samples are, in milliseconds. */
export const INTERVAL = 30_000;

/** A value at a time in seconds; undefined when there is none. */
export type Reading = (seconds: number) => number | undefined;

/** Takes a series in. */
export type Add = (name: string, labels: Labels, read: Reading) => void;

/**
 * The series of the workloads that are in the cluster now. The past is told as
 * if they had always run: every value follows from the workload and the time,
 * nothing is kept. There is no sample of the future.
 */
export class ClusterMetrics implements SeriesSource {
  private version = -1;
  private known: readonly Incident[] = [];
  private series: Series[] = [];

  constructor(
    private readonly view: ClusterView,
    private readonly incidents: IncidentSource = () => [],
    private readonly now: () => number = Date.now,
  ) {}

  list(): Series[] {
    const incidents = this.incidents();
    if (this.version !== this.view.version || this.known !== incidents) {
      this.version = this.view.version;
      this.known = incidents;
      this.series = this.make(incidents);
    }
    return this.series;
  }

  private make(incidents: readonly Incident[]): Series[] {
    const made: Series[] = [];
    const add: Add = (name, labels, read) => {
      made.push({
        labels: { ...labels, __name__: name },
        at: time => {
          const seconds = time / 1000;
          return seconds < EPOCH || time > this.now()
            ? undefined
            : read(seconds);
        },
      });
    };
    stateSeries(this.view, add);
    const environments = new Map(
      this.view.namespaces.map(each => [
        each.metadata?.name ?? '',
        each.metadata?.labels?.['cairn.dev/environment'],
      ]),
    );
    const replicas = new Map<string, number>();
    const ownerKey = (pod: Parameters<ClusterView['ownerOf']>[0]) => {
      const { kind, name } = this.view.ownerOf(pod);
      return `${pod.metadata?.namespace}/${kind}/${name}`;
    };
    const running = this.view.pods.filter(
      pod => pod.status?.phase === 'Running',
    );
    for (const pod of running) {
      const key = ownerKey(pod);
      replicas.set(key, (replicas.get(key) ?? 0) + 1);
    }
    const traffic = new Map<string, HttpTraffic>();
    for (const pod of running) {
      const key = ownerKey(pod);
      const namespace = pod.metadata?.namespace ?? '';
      const owner = this.view.ownerOf(pod);
      const service =
        pod.metadata?.labels?.['backstage.io/kubernetes-id'] ?? owner.name;
      let http = traffic.get(key);
      if (!http) {
        const known = incidents.filter(
          ({ labels }) =>
            labels.service === service &&
            (!labels.namespace || labels.namespace === namespace),
        );
        const environment = environments.get(namespace);
        const quiet = environment === 'dev' || environment === 'development';
        http = new HttpTraffic(key, quiet ? 0.03 : 1, known);
        traffic.set(key, http);
      }
      const share = 1 / (replicas.get(key) ?? 1);
      podSeries({ pod, owner, service, traffic: http, share }, add);
    }
    for (const { labels, startsAt, endsAt } of incidents) {
      const [from, to] = [
        startsAt.getTime() / 1000,
        (endsAt?.getTime() ?? Infinity) / 1000,
      ];
      add('ALERTS', { ...labels, alertstate: 'firing' }, seconds =>
        seconds >= from && seconds < to ? 1 : undefined,
      );
    }
    return made;
  }
}
