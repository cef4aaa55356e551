import type { MetricNames } from './metricNames';
import type { Panel, Section } from './panels';
import { ratio, series } from './selectors';

/** One request of two hundred may fail. */
export const ERROR_BUDGET = 0.005;
const AVAILABILITY = 0.995;
/** Seconds within which nearly all requests are to be answered. */
export const FAST = 0.5;

/** Rate of requests, all of them or those with a status. */
export function requestRate(
  { http }: MetricNames,
  pods: readonly string[],
  options: { window: string; by?: string; failed?: boolean },
): string {
  const { window, by, failed } = options;
  const matchers = failed ? [...pods, `${http.status}=~"5.."`] : pods;
  const selected = series(`${http.duration}_count`, ...matchers);
  return `sum${by ? ` by (${by})` : ''} (rate(${selected}[${window}]))`;
}

/** A quantile of the durations of requests. */
export function requestQuantile(
  { http }: MetricNames,
  pods: readonly string[],
  options: { window: string; quantile: number; by?: string },
): string {
  const { window, quantile, by } = options;
  const selected = series(`${http.duration}_bucket`, ...pods);
  const groups = ['le', ...(by ? [by] : [])].join(', ');
  return `histogram_quantile(${quantile}, sum by (${groups}) (rate(${selected}[${window}])))`;
}

/** Part of the requests that failed. */
export function errorRatio(
  names: MetricNames,
  pods: readonly string[],
  window: string,
): string {
  return ratio(
    // Without a single failure there is no series of them.
    `(${requestRate(names, pods, { window, failed: true })} or vector(0))`,
    requestRate(names, pods, { window }),
  );
}

/** The stats people look at first. */
export function httpStats(
  names: MetricNames,
  pods: readonly string[],
): readonly Panel[] {
  const stat = { type: 'stat', width: 6 } as const;
  return [
    {
      ...stat,
      title: 'Availability',
      description: `Part of the requests in the time shown that did not fail by the service's own fault (status 5xx). The goal is ${
        AVAILABILITY * 100
      } %.`,
      unit: 'percentunit',
      threshold: { value: AVAILABILITY, bad: 'below' },
      max: 1,
      queries: [
        {
          expr: `1 - ${errorRatio(names, pods, '$__range')}`,
          legend: 'Availability',
        },
      ],
    },
    {
      ...stat,
      title: 'Requests',
      description: 'Requests a second.',
      unit: 'reqps',
      queries: [
        {
          expr: requestRate(names, pods, { window: '$__rate_interval' }),
          legend: 'Requests',
        },
      ],
    },
    {
      ...stat,
      title: 'Errors',
      description: 'Part of the requests that fail now.',
      unit: 'percentunit',
      threshold: { value: ERROR_BUDGET, bad: 'above' },
      queries: [
        {
          expr: errorRatio(names, pods, '$__rate_interval'),
          legend: 'Errors',
        },
      ],
    },
    {
      ...stat,
      title: 'Duration, 95th percentile',
      description: '95 of 100 requests are answered faster than this.',
      unit: 's',
      threshold: { value: FAST, bad: 'above' },
      queries: [
        {
          expr: requestQuantile(names, pods, {
            window: '$__rate_interval',
            quantile: 0.95,
          }),
          legend: 'p95',
        },
      ],
    },
  ];
}

/** Rate, errors and duration. */
export function httpSection(
  names: MetricNames,
  pods: readonly string[],
): Section {
  const { route, status, active } = names.http;
  const chart = { type: 'timeseries', width: 12 } as const;
  const window = '$__rate_interval';
  return {
    title: 'Requests',
    panels: [
      {
        ...chart,
        title: 'Rate by route',
        description: 'Requests a second, by the route they matched.',
        unit: 'reqps',
        queries: [
          {
            expr: requestRate(names, pods, { window, by: route }),
            legend: `{{${route}}}`,
          },
        ],
      },
      {
        ...chart,
        title: 'Errors by route',
        description: 'Requests a second that were answered with a status 5xx.',
        unit: 'reqps',
        queries: [
          {
            expr: requestRate(names, pods, {
              window,
              by: `${route}, ${status}`,
              failed: true,
            }),
            legend: `{{${route}}} {{${status}}}`,
          },
        ],
      },
      {
        ...chart,
        title: 'Duration',
        description: 'How long requests take: half, 95 and 99 of 100.',
        unit: 's',
        threshold: { value: FAST, bad: 'above' },
        queries: [0.5, 0.95, 0.99].map(quantile => ({
          expr: requestQuantile(names, pods, { window, quantile }),
          legend: `p${quantile * 100}`,
        })),
      },
      {
        ...chart,
        title: 'Duration by route, 95th percentile',
        description: 'The routes that keep people waiting.',
        unit: 's',
        queries: [
          {
            expr: requestQuantile(names, pods, {
              window,
              quantile: 0.95,
              by: route,
            }),
            legend: `{{${route}}}`,
          },
        ],
      },
      ...(active
        ? [
            {
              ...chart,
              title: 'Requests in flight',
              description: 'Requests being answered at the same time.',
              unit: 'short' as const,
              queries: [
                {
                  expr: `sum by (pod) (${series(active, ...pods)})`,
                  legend: '{{pod}}',
                },
              ],
            },
          ]
        : []),
      {
        ...chart,
        title: 'Answers by status',
        description: 'Requests a second, by the status of their answers.',
        unit: 'reqps',
        queries: [
          {
            expr: requestRate(names, pods, { window, by: status }),
            legend: `{{${status}}}`,
          },
        ],
      },
    ],
  };
}
