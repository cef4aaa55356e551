import { isReady } from './pods';
import type { Pod } from './types';

/** Which of two pods goes first: not placed, then not ready, then restarted more often, then younger. */
export function deletionOrder(one: Pod, other: Pod): number {
  return (
    Number(Boolean(one.spec.nodeName)) - Number(Boolean(other.spec.nodeName)) ||
    Number(isReady(one)) - Number(isReady(other)) ||
    restarts(other) - restarts(one) ||
    createdAt(other) - createdAt(one)
  );
}

function restarts(pod: Pod): number {
  const counts = pod.status?.containerStatuses?.map(it => it.restartCount);
  return Math.max(0, ...(counts ?? []));
}

function createdAt({ metadata }: Pod): number {
  return Date.parse(metadata.creationTimestamp ?? '') || 0;
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
