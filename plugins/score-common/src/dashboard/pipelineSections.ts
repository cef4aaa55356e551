import type { Panel, Section } from './panels';
import { ratio, series } from './selectors';

/** Seconds since a run came to its end without a fault. */
export function sinceSuccess(job: readonly string[]): string {
  return `time() - max(${series(
    'pipeline_last_success_timestamp_seconds',
    ...job,
  )})`;
}

/** Part of the records of the last run that were refused by the checks. */
export function rejectedPart(job: readonly string[]): string {
  const records = (stage: string) =>
    `sum(${series('pipeline_records', ...job, `stage="${stage}"`)})`;
  return ratio(records('rejected'), records('extracted'));
}

/** Runs of a pipeline; it pushes its metrics at the end of each. */
export function pipelineSections(
  job: readonly string[],
  interval: number,
): readonly Section[] {
  const stat = { type: 'stat', width: 6 } as const;
  const chart = { type: 'timeseries', width: 12 } as const;
  const overview: Panel[] = [
    {
      ...stat,
      title: 'Since the last success',
      description: 'How old the data is at most.',
      unit: 's',
      threshold: { value: 2 * interval, bad: 'above' },
      queries: [{ expr: sinceSuccess(job), legend: 'Since' }],
    },
    {
      ...stat,
      title: 'Duration of the last run',
      description: 'From its start to its end.',
      unit: 's',
      queries: [
        {
          expr: `max(${series('pipeline_run_duration_seconds', ...job)})`,
          legend: 'Duration',
        },
      ],
    },
    {
      ...stat,
      title: 'Records loaded',
      description: 'Records the last run wrote.',
      unit: 'short',
      queries: [
        {
          expr: `sum(${series('pipeline_records', ...job, 'stage="loaded"')})`,
          legend: 'Loaded',
        },
      ],
    },
    {
      ...stat,
      title: 'Refused',
      description: 'Part of the records that did not pass the checks.',
      unit: 'percentunit',
      threshold: { value: 0.05, bad: 'above' },
      queries: [{ expr: rejectedPart(job), legend: 'Refused' }],
    },
  ];
  const runs: Panel[] = [
    {
      ...chart,
      title: 'Records by stage',
      description: 'What each run read, wrote and refused.',
      unit: 'short',
      queries: [
        {
          expr: `sum by (stage) (${series('pipeline_records', ...job)})`,
          legend: '{{stage}}',
        },
      ],
    },
    {
      ...chart,
      title: 'Age of the newest record',
      description:
        'How old the newest record was when the run ended: how far behind the data is.',
      unit: 's',
      queries: [
        {
          expr: `max(${series('pipeline_checkpoint_lag_seconds', ...job)})`,
          legend: 'Age',
        },
      ],
    },
  ];
  return [
    { title: 'Overview', panels: overview },
    { title: 'Runs', panels: runs },
  ];
}
