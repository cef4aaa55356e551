import applications from '../__fixtures__/applications.json';
import type { ArgoApplication } from '../application/ArgoApplication';

/**
 * What Argo CD 3.5.7 wrote, condensed: the object at the end of a recording, or as it was so many
 * seconds into it.
 */
export const recorded = applications as unknown as Record<
  string,
  ArgoApplication
>;

/** A second after Argo CD last looked, in milliseconds. */
export function soonAfter({ status }: ArgoApplication): number {
  return Date.parse(status?.reconciledAt ?? '2026-11-21T09:00:00Z') + 1000;
}
