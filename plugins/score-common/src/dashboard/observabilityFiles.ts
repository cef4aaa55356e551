import { ownField } from '../json';
import type { ScoreWorkload } from '../parse';
import { standardEnvironment } from '../render';
import { renderAlerts } from './renderAlerts';
import { renderDashboard } from './renderDashboard';
import { scheduleInterval } from './scheduleInterval';
import type {
  ServiceLanguage,
  WatchedEnvironment,
  WatchedKind,
  WatchedWorkload,
} from './types';

/** A file of a repository. @public */
export interface ObservabilityFile {
  path: 'observability/dashboard.json' | 'observability/alerts.yaml';
  content: string;
}

function annotation(workload: ScoreWorkload, name: string): string | undefined {
  const value = ownField(workload.metadata.annotations, name);
  return typeof value === 'string' ? value : undefined;
}

/** Name of the claim of the first resource of some types, as rendering calls it. */
function claimOf(
  { metadata, resources }: ScoreWorkload,
  ...types: string[]
): string | undefined {
  const found = Object.entries(resources ?? {}).find(([, { type }]) =>
    types.includes(type),
  );
  return (
    found &&
    (found[1].id?.replaceAll('.', '-') ?? `${metadata.name}-${found[0]}`)
  );
}

function kindOf(
  workload: ScoreWorkload,
  language: ServiceLanguage,
): WatchedKind {
  const kind =
    annotation(workload, 'score.cairn.dev/kind') ??
    annotation(workload, 'k8s.score.dev/kind');
  if (kind === 'CronJob') return 'pipeline';
  return language === 'react' ? 'website' : 'service';
}

/**
 * Dashboard and alerts for what a workload file describes: its name, its database and cache, its schedule.
 *
 * @param options - `environments`: those the platform has by default when left out; `portalUrl`: address of
 * the portal, which the dashboard links to and which shows the runbook.
 * @public
 */
export function observabilityFiles(options: {
  workload: ScoreWorkload;
  owner: string;
  language: ServiceLanguage;
  /** Name of the component in the catalog; the workload's when left out. */
  component?: string;
  environments?: readonly WatchedEnvironment[];
  portalUrl?: string;
}): ObservabilityFile[] {
  const { workload, owner, language, portalUrl } = options;
  const { name } = workload.metadata;
  const component = options.component ?? name;
  const schedule = annotation(workload, 'score.cairn.dev/schedule');
  const database = claimOf(workload, 'postgres', 'mysql');
  const cache = claimOf(workload, 'redis');
  const portal = portalUrl?.replace(/\/+$/, '');
  const watched: WatchedWorkload = {
    name,
    owner,
    language,
    kind: kindOf(workload, language),
    environments:
      options.environments ??
      ['dev', 'prod'].map(it => standardEnvironment({ name: it, owner })),
    ...(database !== undefined && { database: true }),
    ...(cache && { cache }),
    ...(schedule && { interval: scheduleInterval(schedule) }),
    ...(portal && {
      pageUrl: `${portal}/catalog/default/component/${component}`,
      runbookUrl: `${portal}/docs/default/component/${component}/runbook/`,
    }),
  };
  return [
    { path: 'observability/dashboard.json', content: renderDashboard(watched) },
    { path: 'observability/alerts.yaml', content: renderAlerts(watched) },
  ];
}
