import type { SourceHealth } from '@cairn/plugin-platform-common';
import type { Provisioner } from '@cairn/plugin-score-common';
import type { MonthlyPrices } from './prices/readMonthlyPrices';
import type { VersionState } from './versions/versionState';

/** How many services have a version. @public */
export interface VersionCount {
  version: string;
  services: number;
}

/** Who uses a path. @public */
export interface Adoption {
  services: number;
  /** Services with an older version than the path's. */
  behind: number;
  /** Services whose version cannot be compared. */
  unknown: number;
  /** The newest first. */
  versions: VersionCount[];
}

/** A golden path, as the Create page shows it. @public */
export interface GoldenPath {
  /** For example `template:default/nodejs-service`. */
  ref: string;
  namespace: string;
  name: string;
  title: string;
  description?: string;
  language?: string;
  type?: string;
  tags: string[];
  /** Entity reference of the team that keeps it. */
  owner?: string;
  /** At most eight lines. */
  whatYouGet: string[];
  version?: string;
  /** A day, or an instant of RFC 3339. */
  updatedAt?: string;
  adoption: Adoption;
}

/** @public */
export interface GoldenPathList {
  items: GoldenPath[];
}

/** A service that was made from a path. @public */
export interface ScaffoldedService {
  /** For example `component:default/shop`. */
  ref: string;
  title?: string;
  owner?: string;
  version?: string;
  newest?: string;
  state: VersionState;
}

/** @public */
export interface ScaffoldedServiceList {
  items: ScaffoldedService[];
  totalItems: number;
  nextCursor?: string;
}

/** @public */
export type NameVerdict = 'free' | 'taken' | 'invalid' | 'unknown';

/** What one place says of a name. @public */
export interface NameCheck {
  where: 'name' | 'catalog' | 'repository' | 'cluster';
  verdict: NameVerdict;
  /** One sentence. */
  message: string;
  /** What has the name, where the catalog knows it. */
  entityRef?: string;
  /** What has the name, where there is a page of it. */
  url?: string;
}

/** Whether a name can be used. @public */
export interface NameReport {
  name: string;
  /** `unknown`: nothing has the name, but not every place could be asked. */
  verdict: NameVerdict;
  /** A name that would do, for one that is not allowed. */
  suggestion?: string;
  checks: NameCheck[];
}

/** What a workload can ask for, with prices where the platform names them. @public */
export interface ProvisionerList {
  items: (Provisioner & { prices?: MonthlyPrices })[];
  /** Definitions that offer nothing, and why. */
  problems: string[];
  sources: SourceHealth[];
}

/** Where a service's repository is. @public */
export interface RepositoryRef {
  /** Its page. */
  url: string;
  host: string;
  owner: string;
  name: string;
}

/** Whether a service is behind its path. @public */
export interface UpdateStatus {
  ref: string;
  template?: { ref: string; title?: string };
  version?: string;
  newest?: string;
  state: VersionState;
  /** One sentence, when the state is unknown. */
  reason?: string;
  /** Whether the person may have the pull request opened. */
  mayUpdate: boolean;
  repository?: RepositoryRef;
}

/** What happens to a file. @public */
export interface FileChange {
  path: string;
  change: 'added' | 'changed' | 'removed';
  /**
   * `clean`: nobody has touched the file since; `merged`: local edits in it survive; `conflict`: both
   * changed the same, and somebody has to decide.
   */
  outcome: 'clean' | 'merged' | 'conflict';
  /** One sentence, for a conflict. */
  reason?: string;
}

/** A pull request, or merge request, that brings a newer version. @public */
export interface UpdatePullRequest {
  number: number;
  url: string;
  title: string;
  branch: string;
  conflicts: boolean;
}

/** What a newer version would change. @public */
export interface UpdatePreview {
  ref: string;
  version: string;
  newest: string;
  files: FileChange[];
  conflicts: number;
  /** The one that is open already. */
  pullRequest?: UpdatePullRequest;
}

/** What has been opened, or was open. @public */
export interface UpdateResult {
  created: boolean;
  pullRequest: UpdatePullRequest;
  files: FileChange[];
  conflicts: number;
}
