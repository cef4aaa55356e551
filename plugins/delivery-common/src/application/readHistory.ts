import type { GitHost } from '../git';
import type { DeliveryHistoryEntry } from '../types';
import {
  revisionNamesOf,
  sourcesOf,
  type ArgoApplication,
} from './ArgoApplication';
import { initiatorOf } from './initiatorOf';
import { describeRevisions } from './revisions';

/** As many as Argo CD keeps, unless it is told otherwise. */
const shownAtMost = 10;

/** The deployments Argo CD remembers, newest first. */
export function readHistory(
  { status }: ArgoApplication,
  hosts: GitHost[],
): DeliveryHistoryEntry[] {
  return (status?.history ?? [])
    .slice(-shownAtMost)
    .reverse()
    .map(entry => ({
      id: entry.id ?? 0,
      revisions: describeRevisions({
        names: revisionNamesOf(entry),
        sources: sourcesOf(entry),
        hosts,
      }),
      deployedAt: entry.deployedAt ?? '',
      ...(entry.deployStartedAt && { startedAt: entry.deployStartedAt }),
      ...initiatorOf(entry.initiatedBy),
    }));
}
