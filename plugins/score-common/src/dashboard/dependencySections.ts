import type { MetricNames } from './metricNames';
import type { Panel, Section } from './panels';
import { podPattern, ratio, series } from './selectors';

/** Connections in use as a part of those there can be, by pod. */
export function connectionUse(
  { database }: MetricNames,
  pods: readonly string[],
): string {
  return ratio(
    `sum by (pod) (${series(database.used, ...pods)})`,
    `sum by (pod) (${series(database.max, ...pods)})`,
  );
}

/** Mean seconds of an operation of the database. */
export function operationMean(
  { database }: MetricNames,
  pods: readonly string[],
  window: string,
  by = '',
): string {
  const rate = (suffix: string) =>
    `sum${by && ` by (${by})`} (rate(${series(
      `${database.duration}_${suffix}`,
      ...pods,
    )}[${window}]))`;
  return ratio(rate('sum'), rate('count'));
}

/** What the program sees of its database. */
export function databaseSection(
  names: MetricNames,
  pods: readonly string[],
): Section {
  const chart = { type: 'timeseries', width: 8 } as const;
  const { duration, operation } = names.database;
  const window = '$__rate_interval';
  const by = operation ? ` by (${operation})` : '';
  const legend = operation ? `{{${operation}}}` : 'Operations';
  const panels: Panel[] = [
    {
      ...chart,
      title: 'Operations',
      description: 'Operations of the database a second.',
      unit: 'ops',
      queries: [
        {
          expr: `sum${by} (rate(${series(
            `${duration}_count`,
            ...pods,
          )}[${window}]))`,
          legend,
        },
      ],
    },
    {
      ...chart,
      title: 'Duration of an operation',
      description: 'How long one takes on average.',
      unit: 's',
      queries: [
        { expr: operationMean(names, pods, window, operation), legend },
      ],
    },
    {
      ...chart,
      title: 'Connections in use',
      description:
        'Part of the pool that is in use. At 100 % requests wait for a connection.',
      unit: 'percentunit',
      max: 1,
      threshold: { value: 0.9, bad: 'above' },
      queries: [{ expr: connectionUse(names, pods), legend: '{{pod}}' }],
    },
  ];
  return { title: 'Database', panels };
}

/** Rate of look-ups in the cache, all of them or those with a result. */
export function lookUpRate(
  { cache }: MetricNames,
  pods: readonly string[],
  window: string,
  result?: string,
): string {
  const selected = series(
    cache,
    ...pods,
    ...(result ? [`result="${result}"`] : []),
  );
  return `sum(rate(${selected}[${window}]))`;
}

/** What the program sees of its cache, and how full that is. */
export function cacheSection(options: {
  names: MetricNames;
  pods: readonly string[];
  namespace: string;
  /** Name of the claim, which its pods are called by. */
  claim: string;
}): Section {
  const { names, pods, namespace, claim } = options;
  const chart = { type: 'timeseries', width: 8 } as const;
  const window = '$__rate_interval';
  const panels: Panel[] = [
    {
      ...chart,
      title: 'Found in the cache',
      description: 'Part of the look-ups that found something.',
      unit: 'percentunit',
      max: 1,
      queries: [
        {
          expr: ratio(
            lookUpRate(names, pods, window, 'hit'),
            lookUpRate(names, pods, window),
          ),
          legend: 'Found',
        },
      ],
    },
    {
      ...chart,
      title: 'Look-ups by result',
      description:
        'Look-ups a second. Errors are answered from where the data comes from.',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (result) (rate(${series(
            names.cache,
            ...pods,
          )}[${window}]))`,
          legend: '{{result}}',
        },
      ],
    },
    {
      ...chart,
      title: 'Memory of the cache',
      description:
        'What the cache holds. Full, it forgets what was not used for the longest time.',
      unit: 'bytes',
      queries: [
        {
          expr: `sum by (pod) (${series(
            'container_memory_working_set_bytes',
            `namespace="${namespace}"`,
            `pod=~"${podPattern(claim)}"`,
            'container!=""',
          )})`,
          legend: '{{pod}}',
        },
      ],
    },
  ];
  return { title: 'Cache', panels };
}
