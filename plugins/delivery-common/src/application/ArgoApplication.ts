import type { KubernetesObject } from '@cairn/plugin-platform-common';

/** The part of a source that is read. */
export interface ArgoSource {
  repoURL?: string;
  path?: string;
  chart?: string;
  targetRevision?: string;
}

interface Initiator {
  automated?: boolean;
  username?: string;
}

interface Revisions {
  revision?: string;
  revisions?: string[];
  source?: ArgoSource;
  sources?: ArgoSource[];
}

interface Sync extends Revisions {
  dryRun?: boolean;
  autoHealAttemptsCount?: number;
  resources?: unknown[];
}

/** A resource in the result of an operation. */
export interface ArgoResultResource {
  group?: string;
  kind?: string;
  namespace?: string;
  name?: string;
  status?: string;
  hookPhase?: string;
  hookType?: string;
  syncPhase?: string;
  message?: string;
  /** What it runs, since Argo CD 3. */
  images?: string[];
}

/** A resource of the status. */
export interface ArgoResource {
  group?: string;
  kind?: string;
  namespace?: string;
  name?: string;
  status?: string;
  hook?: boolean;
  requiresPruning?: boolean;
  health?: { status?: string; message?: string };
}

/** An Application of Argo CD as far as it is read; every field may be missing. */
export interface ArgoApplication extends KubernetesObject {
  operation?: { initiatedBy?: Initiator; sync?: Sync };
  spec?: {
    project?: string;
    source?: ArgoSource;
    sources?: ArgoSource[];
    destination?: { server?: string; name?: string; namespace?: string };
    syncPolicy?: {
      syncOptions?: string[];
      automated?: { enabled?: boolean; prune?: boolean; selfHeal?: boolean };
    };
  };
  status?: {
    reconciledAt?: string;
    sync?: { status?: string; revision?: string; revisions?: string[] };
    health?: { status?: string; lastTransitionTime?: string };
    conditions?: {
      type?: string;
      message?: string;
      lastTransitionTime?: string;
    }[];
    history?: (Revisions & {
      id?: number;
      deployStartedAt?: string;
      deployedAt?: string;
      initiatedBy?: Initiator;
    })[];
    operationState?: {
      phase?: string;
      message?: string;
      startedAt?: string;
      finishedAt?: string;
      retryCount?: number;
      operation?: { initiatedBy?: Initiator; sync?: Sync };
      syncResult?: Revisions & { resources?: ArgoResultResource[] };
    };
    resources?: ArgoResource[];
    summary?: { images?: string[] };
  };
}

/** Whether a source is the empty shell that stays beside `sources`. */
function isShell(source: ArgoSource): boolean {
  return !source.repoURL;
}

/** The sources of anything that names one or several. */
export function sourcesOf(owner: {
  source?: ArgoSource;
  sources?: ArgoSource[];
}): ArgoSource[] {
  if (owner.sources && owner.sources.length > 0) {
    return owner.sources;
  }
  return owner.source && !isShell(owner.source) ? [owner.source] : [];
}

/** The revisions of anything that names one or several. */
export function revisionNamesOf(owner: {
  revision?: string;
  revisions?: string[];
}): string[] {
  if (owner.revisions && owner.revisions.length > 0) {
    return owner.revisions;
  }
  return owner.revision ? [owner.revision] : [];
}

/** Whether Argo CD syncs the Application by itself. */
export function isAutomated(application: ArgoApplication): boolean {
  const automated = application.spec?.syncPolicy?.automated;
  return Boolean(automated) && automated?.enabled !== false;
}
