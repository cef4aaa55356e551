import { contentHash } from '../render/contentHash';
import { cacheSection, databaseSection } from './dependencySections';
import { httpSection, httpStats } from './httpSection';
import { metricNames } from './metricNames';
import { layOut, type Section } from './panels';
import { pipelineSections } from './pipelineSections';
import { runtimeSection } from './runtimeSection';
import { saturationSection } from './saturationSection';
import { podsOf, series } from './selectors';
import type { WatchedWorkload } from './types';

/** The version of Grafana's dashboard format that Grafana 11 writes and later ones read. */
const SCHEMA_VERSION = 39;
const NAMESPACE = '$namespace';
/** Seconds between two runs of a pipeline that does not say. */
export const DEFAULT_INTERVAL = 86_400;

const KINDS: Record<WatchedWorkload['kind'], string> = {
  service: 'Requests, dependencies and saturation',
  website: 'Requests and saturation',
  pipeline: 'Runs and saturation',
};

function sectionsOf(workload: WatchedWorkload): readonly Section[] {
  const { name, language, kind, database, cache } = workload;
  const names = metricNames(language);
  const pods = podsOf(workload, NAMESPACE);
  if (kind === 'pipeline') {
    const job = [`namespace="${NAMESPACE}"`, `job="${name}"`];
    return [
      ...pipelineSections(job, workload.interval ?? DEFAULT_INTERVAL),
      saturationSection(pods),
    ];
  }
  return [
    { title: 'Overview', panels: httpStats(names, pods) },
    httpSection(names, pods),
    ...(database ? [databaseSection(names, pods)] : []),
    ...(cache
      ? [
          cacheSection({
            ...{ names, pods, namespace: NAMESPACE },
            claim: cache,
          }),
        ]
      : []),
    saturationSection(pods),
    runtimeSection(language, pods),
  ];
}

function variables({ environments }: WatchedWorkload): object[] {
  const namespaces = environments.map(it => it.namespace);
  const shown =
    environments.find(it => it.production)?.namespace ?? namespaces[0] ?? '';
  return [
    {
      name: 'datasource',
      type: 'datasource',
      label: 'Data source',
      query: 'prometheus',
      current: {},
      hide: 0,
      includeAll: false,
      multi: false,
      options: [],
      refresh: 1,
      regex: '',
    },
    {
      name: 'namespace',
      type: 'custom',
      label: 'Namespace',
      query: namespaces.join(','),
      current: { selected: true, text: shown, value: shown },
      hide: 0,
      includeAll: false,
      multi: false,
      options: namespaces.map(it => ({
        selected: it === shown,
        text: it,
        value: it,
      })),
    },
  ];
}

/** A mark where another version was rolled out, or a run began. */
function annotations({ name, kind }: WatchedWorkload): object[] {
  const object =
    kind === 'pipeline'
      ? series(
          'kube_cronjob_status_last_schedule_time',
          `namespace="${NAMESPACE}"`,
          `cronjob="${name}"`,
        )
      : series(
          'kube_deployment_status_observed_generation',
          `namespace="${NAMESPACE}"`,
          `deployment="${name}"`,
        );
  return [
    {
      builtIn: 1,
      datasource: { type: 'grafana', uid: '-- Grafana --' },
      enable: true,
      hide: true,
      iconColor: 'rgba(0, 211, 255, 1)',
      name: 'Annotations & Alerts',
      type: 'dashboard',
    },
    {
      datasource: { type: 'prometheus', uid: '${datasource}' },
      enable: true,
      expr: `changes(${object}[2m]) > 0`,
      iconColor: 'purple',
      name: kind === 'pipeline' ? 'Runs' : 'Deployments',
      step: '60s',
      titleFormat: kind === 'pipeline' ? 'A run began' : 'Rolled out',
    },
  ];
}

function links({ runbookUrl, pageUrl }: WatchedWorkload): object[] {
  const all: [string, string | undefined][] = [
    ['Portal', pageUrl],
    ['Runbook', runbookUrl],
  ];
  return all.flatMap(([title, url]) =>
    url
      ? [
          {
            title,
            url,
            type: 'link',
            icon: 'external link',
            targetBlank: true,
            tags: [],
          },
        ]
      : [],
  );
}

/**
 * A Grafana dashboard for a workload, as JSON that Grafana 11 and later import: rate, errors and duration
 * of requests, what it depends on, saturation, and what its runtime says of itself; for a pipeline its
 * runs. Deployments are marked. The same for the same workload, byte for byte.
 *
 * @public
 */
export function renderDashboard(workload: WatchedWorkload): string {
  const { name, owner, kind } = workload;
  const dashboard = {
    // At most 40 letters, and the same for ever, so that links stay right.
    uid: `cairn-${contentHash([owner, name])}`,
    title: `${name} (${owner})`,
    description: `${KINDS[kind]} of ${name}, which belongs to ${owner}.`,
    tags: ['cairn', kind, owner],
    editable: true,
    graphTooltip: 1,
    schemaVersion: SCHEMA_VERSION,
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    refresh: '1m',
    annotations: { list: annotations(workload) },
    links: links(workload),
    templating: { list: variables(workload) },
    panels: layOut(sectionsOf(workload)),
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}
