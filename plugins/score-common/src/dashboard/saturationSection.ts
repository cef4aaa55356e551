import type { Panel, Section } from './panels';
import { ratio, series } from './selectors';

/** Memory in use as a part of what is allowed, by pod. */
export function memoryUse(pods: readonly string[]): string {
  return ratio(
    `sum by (pod) (${series(
      'container_memory_working_set_bytes',
      ...pods,
      'container!=""',
    )})`,
    `sum by (pod) (${series(
      'kube_pod_container_resource_limits',
      ...pods,
      'resource="memory"',
    )})`,
  );
}

/** Part of the time in which a pod had to wait for CPU it was not allowed. */
export function throttling(pods: readonly string[], window: string): string {
  const periods = (name: string) =>
    `sum by (pod) (rate(${series(name, ...pods, 'container!=""')}[${window}]))`;
  return ratio(
    periods('container_cpu_cfs_throttled_periods_total'),
    periods('container_cpu_cfs_periods_total'),
  );
}

/** Restarts within a window, by pod. */
export function restarts(pods: readonly string[], window: string): string {
  return `sum by (pod) (increase(${series(
    'kube_pod_container_status_restarts_total',
    ...pods,
  )}[${window}]))`;
}

/** How full the pods are, whatever language they are written in. */
export function saturationSection(pods: readonly string[]): Section {
  const chart = { type: 'timeseries', width: 12 } as const;
  const panels: Panel[] = [
    {
      ...chart,
      title: 'CPU',
      description:
        'CPUs in use by each pod, and what one may use: more is held back.',
      unit: 'cores',
      queries: [
        {
          expr: `sum by (pod) (rate(${series(
            'container_cpu_usage_seconds_total',
            ...pods,
            'container!=""',
          )}[$__rate_interval]))`,
          legend: '{{pod}}',
        },
        {
          expr: `max(sum by (pod) (${series(
            'kube_pod_container_resource_limits',
            ...pods,
            'resource="cpu"',
          )}))`,
          legend: 'Limit',
        },
      ],
    },
    {
      ...chart,
      title: 'Held back for want of CPU',
      description:
        'Part of the time in which a pod wanted more CPU than its limit allows.',
      unit: 'percentunit',
      threshold: { value: 0.25, bad: 'above' },
      queries: [
        { expr: throttling(pods, '$__rate_interval'), legend: '{{pod}}' },
      ],
    },
    {
      ...chart,
      title: 'Memory',
      description:
        'Memory in use as a part of the limit. A pod that reaches it is ended.',
      unit: 'percentunit',
      max: 1,
      threshold: { value: 0.9, bad: 'above' },
      queries: [{ expr: memoryUse(pods), legend: '{{pod}}' }],
    },
    {
      ...chart,
      title: 'Restarts',
      description: 'How often containers ended and were started again.',
      unit: 'short',
      queries: [
        { expr: restarts(pods, '$__rate_interval'), legend: '{{pod}}' },
      ],
    },
  ];
  return { title: 'Saturation', panels };
}
