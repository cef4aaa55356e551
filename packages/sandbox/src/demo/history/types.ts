import type { Environment } from '../organisation/profiles';
import type { Person, Service } from '../organisation/organisation';

/** A change that goes, or is to go, into a service. */
export interface Change {
  /** Unique in its service, and the same whenever it is made again. */
  key: string;
  kind: 'feature' | 'fix' | 'hotfix' | 'revert' | 'dependency';
  /** Number of its pull request; none for a push straight to main. */
  number: number | undefined;
  title: string;
  branch: string;
  author: Person;
  reviewer: Person;
  /** Name of the file it is about; no other change in flight touches it. */
  topic: string;
  commits: { at: number; message: string }[];
  openedAt: number;
  reviewedAt: number | undefined;
  mergedAt: number | undefined;
  /** Given up without a merge. */
  closedAt: number | undefined;
  /** The change that this one takes back. */
  reverts: Change | undefined;
}

/** What main becomes, one after the other. */
export type MainEntry =
  | { kind: 'change'; at: number; change: Change; version: string }
  | {
      kind: 'bump';
      at: number;
      environment: Environment;
      version: string;
      previous: string | undefined;
      author: Person;
      isRollback: boolean;
    };

/** One attempt to bring a version into an environment. */
export interface Deployment {
  key: string;
  environment: Environment;
  version: string;
  /** The version that ran before. */
  previous: string | undefined;
  task: 'deploy' | 'rollback' | 'redeploy';
  createdAt: number;
  finishedAt: number;
  result: 'success' | 'failure';
  /** Whether a failed one got as far as the environment. */
  touched: boolean;
  by: Person;
}

/** Something users noticed. */
export interface Incident {
  key: string;
  title: string;
  severity: 'critical' | 'warning';
  startedAt: number;
  resolvedAt: number | undefined;
  /** The deployment that caused it; none for what no change caused. */
  cause: Deployment | undefined;
}

/** A run of a service's pipeline on a version. */
export interface PipelineRun {
  key: string;
  version: string;
  startedAt: number;
  finishedAt: number;
  result: 'success' | 'failure';
  attempt: number;
}

/** A service's year. */
export interface ServiceHistory {
  service: Service;
  /** When its repository begins. */
  startedAt: number;
  firstVersion: string;
  /** All changes, in the order they were opened. */
  changes: Change[];
  main: MainEntry[];
  deployments: Deployment[];
  incidents: Incident[];
  runs: PipelineRun[];
}
