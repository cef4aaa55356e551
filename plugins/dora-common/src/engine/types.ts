/** What happened in production, one entry for all targets of one attempt. @public */
export interface Deployment {
  /** The natural key of its first target in order of time. */
  id: string;
  /** The natural keys of all its targets. */
  targets: string[];
  component: string;
  environments: string[];
  startedAt?: number;
  /** The end of its last target. */
  finishedAt: number;
  result: 'succeeded' | 'failed';
  /** Whether it changed production. */
  touchedProduction: boolean;
  /** Whether it is known if it changed production. */
  outcomeKnown: boolean;
  /** The commit of the source, as stated or as the artifact's build says. */
  revision?: string;
  artifacts: string[];
  configRevision?: string;
  releaseId?: string;
  labels: string[];
  planned?: boolean;
  declaredKind?: 'rollback' | 'rollforward';
  remediates: string[];
  fixes: string[];
  gap: boolean;
}

/** @public */
export type DeploymentKind =
  | 'standard'
  | 'rollback'
  | 'rollforward'
  | 'redeploy';

/** A change that reached production for the first time. @public */
export interface Change {
  /** The same for a commit and its cherry-picks. */
  key: string;
  sha: string;
  repository: string;
  authoredAt?: number;
  author: 'human' | 'bot' | 'unknown';
  pullRequest?: number;
  /** How it is known: itself, as an original of a squash, or only as the squash. */
  via: 'commit' | 'squash_original' | 'squash';
}

/** The rule that counted a failure, strongest first. @public */
export type FailureRule =
  | 'verdict'
  | 'explicit_link'
  | 'failed_result'
  | 'rollback'
  | 'revert'
  | 'static_rule'
  | 'incident_window';

/** Why a deployment counts as failed. @public */
export interface FailureEvidence {
  rule: FailureRule;
  confidence: 'high' | 'medium' | 'low';
  /** The natural key of the fact that says so. */
  fact: string;
}

/** Why a deployment counts as rework. @public */
export interface ReworkEvidence {
  rule: 'rollback' | 'rollforward' | 'fix_link';
  /** The natural key of the fact that says so. */
  fact: string;
}

/** How a failure ended. @public */
export type Recovery =
  | { state: 'recovered'; duration: number; endedBy: string }
  | { state: 'open' }
  | { state: 'clock_skew'; endedBy: string };

/** What a single deployment must be read with. @public */
export type DeploymentFlag =
  | 'clock_skew'
  | 'gap'
  | 'history_rewritten'
  | 'squash_without_originals';

/** A deployment with everything that is counted of it. @public */
export interface AnalysedDeployment extends Deployment {
  kind: DeploymentKind;
  /** Which successful deployment a rollback restored. */
  restores?: string;
  /** How its changes are known. `none` for a failure or a redeploy, which ship nothing. */
  link: 'linked' | 'bootstrap' | 'no_commit_link' | 'none';
  changes: Change[];
  /** Commits that it shipped and of which nothing is known. */
  missing: string[];
  flags: DeploymentFlag[];
  failed: boolean;
  /** Every rule that says so, strongest first, also where a verdict says otherwise. */
  evidence: FailureEvidence[];
  rework: ReworkEvidence[];
  /** Only of failed ones. */
  recovery?: Recovery;
}
