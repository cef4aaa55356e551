import type { Labels } from '../promql';
import type { Add } from './ClusterMetrics';
import type { ContainerSpec, Owner, Pod } from './ClusterView';
import { BOUNDS, type HttpTraffic } from './HttpTraffic';
import { EPOCH, Load, numbersOf } from './Load';
import { quantityOf } from './quantities';

/** What services are asked for, and which part of the requests that is. */
const ROUTES = [
  ['/api/v1/items', 0.7],
  ['/api/v1/items/{id}', 0.3],
] as const;
const STATUSES = ['200', '404', '500'] as const;

/** A running pod, and its part in what its workload does. */
export interface RunningPod {
  pod: Pod;
  owner: Owner;
  service: string;
  traffic: HttpTraffic;
  share: number;
}

/** What cAdvisor and the service itself would tell of a running pod. */
export function podSeries(running: RunningPod, add: Add): void {
  const { pod } = running;
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const containers = pod.spec?.containers ?? [];
  for (const container of containers) {
    const labels = {
      namespace,
      pod: name,
      container: container.name,
      image: container.image ?? '',
      node: pod.spec?.nodeName ?? '',
    };
    usage(running, container, labels, add);
  }
  const port = containers
    .flatMap(container => container.ports ?? [])
    .find(each => each.containerPort)?.containerPort;
  if (port !== undefined) answers(running, port, add);
}

function usage(
  { owner, pod, traffic, share }: RunningPod,
  container: ContainerSpec,
  labels: Labels,
  add: Add,
): void {
  const seed = `${pod.metadata?.namespace}/${owner.kind}/${owner.name}/${container.name}`;
  const number = numbersOf(seed);
  const load = new Load(seed);
  const { requests = {}, limits = {} } = container.resources ?? {};
  const cores = quantityOf(requests.cpu ?? limits.cpu) || 0.1;
  const memory = quantityOf(limits.memory ?? requests.memory) || 256 * 2 ** 20;
  const busy = (container.ports ?? []).length > 0;
  const perRequest = 0.0008 + 0.003 * number('work');
  const idle = cores * (0.05 + 0.15 * number('idle'));
  add('container_cpu_usage_seconds_total', labels, seconds => {
    const worked = busy ? perRequest * share * traffic.requests(seconds) : 0;
    return idle * load.total(seconds) + worked;
  });
  const part = 0.3 + 0.3 * number('memory');
  add('container_memory_working_set_bytes', labels, seconds =>
    Math.round(memory * part * (0.85 + 0.15 * load.at(seconds))),
  );
  add('container_start_time_seconds', labels, () =>
    pod.status?.startTime ? Date.parse(pod.status.startTime) / 1000 : EPOCH,
  );
}

function answers(running: RunningPod, port: number, add: Add): void {
  const { pod, service, traffic, share } = running;
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const target = {
    job: `${namespace}/${service}`,
    instance: `${pod.status?.podIP ?? name}:${port}`,
    namespace,
    pod: name,
    service,
  };
  add('up', target, () => 1);
  const metric = 'http_server_request_duration_seconds';
  for (const [route, part] of ROUTES) {
    for (const status of STATUSES) {
      const labels = {
        ...target,
        http_request_method: 'GET',
        http_route: route,
        http_response_status_code: status,
      };
      const mine = share * part;
      const count = (seconds: number) =>
        mine * traffic.answered(status, seconds);
      add(`${metric}_count`, labels, count);
      add(
        `${metric}_sum`,
        labels,
        seconds => mine * traffic.took(status, seconds),
      );
      for (const bound of BOUNDS) {
        add(
          `${metric}_bucket`,
          { ...labels, le: String(bound) },
          seconds => mine * traffic.answered(status, seconds, bound),
        );
      }
      add(`${metric}_bucket`, { ...labels, le: '+Inf' }, count);
    }
  }
}
