/** Languages whose runtime a dashboard knows. @public */
export type ServiceLanguage = 'typescript' | 'react' | 'go' | 'java' | 'python';

/** What a workload is like to those who watch over it. @public */
export type WatchedKind = 'service' | 'website' | 'pipeline';

/** A namespace in which a workload runs. @public */
export interface WatchedEnvironment {
  /** For example `prod`. */
  name: string;
  namespace: string;
  /** Whether somebody is woken. */
  production: boolean;
}

/** A workload as dashboards and alerts see it. @public */
export interface WatchedWorkload {
  name: string;
  /** Group name of the owning team, as in the label `cairn.dev/owner`. */
  owner: string;
  language: ServiceLanguage;
  kind: WatchedKind;
  /** Whether it has a database. */
  database?: boolean;
  /** Name of the claim of its cache, where it has one. */
  cache?: string;
  /** Seconds between two runs of a pipeline. */
  interval?: number;
  environments: readonly WatchedEnvironment[];
  /** Address of the runbook; alerts link to its headings. */
  runbookUrl?: string;
  /** Address of the component's page. */
  pageUrl?: string;
}
