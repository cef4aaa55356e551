import { commitUrl, shortRevision, type GitHost } from '../git';
import type { Revision } from '../types';
import {
  revisionNamesOf,
  sourcesOf,
  type ArgoApplication,
  type ArgoSource,
} from './ArgoApplication';

/** Names of revisions and the sources they are of, in the same order, as people read and follow them. */
export function describeRevisions(options: {
  names: string[];
  sources: ArgoSource[];
  hosts: GitHost[];
}): Revision[] {
  const { names, sources, hosts } = options;
  return names.map((revision, index) => {
    const repoUrl = sources[index]?.repoURL;
    const url = repoUrl && commitUrl({ repoUrl, revision, hosts });
    return {
      revision,
      short: shortRevision(revision),
      ...(repoUrl && { repoUrl }),
      ...(url && { url }),
    };
  });
}

/** Whether two lists of revisions name the same. */
export function areSame(one: string[], other: string[]): boolean {
  return (
    one.length === other.length && one.every((name, i) => name === other[i])
  );
}

/** What git holds, as of the last comparison; nothing while Argo CD cannot tell. */
export function desiredNames(application: ArgoApplication): string[] {
  const { sync, conditions } = application.status ?? {};
  const isBlind =
    sync?.status === 'Unknown' ||
    conditions?.some(({ type }) => type === 'ComparisonError');
  return sync && !isBlind ? revisionNamesOf(sync) : [];
}

/**
 * What runs. That is the newest entry of the history, except where nothing differs from git and that
 * very version was applied without leaving an entry: when a hook failed after everything had been applied,
 * by a self-heal, or when the history was cleared.
 */
export function findDeployed(application: ArgoApplication): {
  names: string[];
  sources: ArgoSource[];
  at?: string;
} {
  const { history, sync, operationState } = application.status ?? {};
  const newest = history?.at(-1);
  const recorded = revisionNamesOf(newest ?? {});
  const compared = desiredNames(application);
  const tried = revisionNamesOf(operationState?.syncResult ?? {});
  if (
    sync?.status === 'Synced' &&
    compared.length > 0 &&
    !areSame(recorded, compared) &&
    (!newest || areSame(tried, compared))
  ) {
    const at = operationState?.finishedAt ?? operationState?.startedAt;
    return {
      names: compared,
      sources: sourcesOf(application.spec ?? {}),
      ...(at && { at }),
    };
  }
  return {
    names: recorded,
    sources: sourcesOf(newest ?? {}),
    ...(newest?.deployedAt && { at: newest.deployedAt }),
  };
}
