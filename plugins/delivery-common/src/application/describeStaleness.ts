import type { SourceHealth } from '@cairn/plugin-platform-common';
import type { Staleness } from '../types';
import type { ArgoApplication } from './ArgoApplication';
import { findComparisonFailure } from './comparison';

/**
 * After how long without a comparison Argo CD counts as silent, in milliseconds. It compares every
 * 120 s plus up to 60 s by default; twice that is never the jitter.
 *
 * @public
 */
export const DEFAULT_SILENT_AFTER = 6 * 60_000;

function earlier(one: string | undefined, other: string | undefined) {
  return one && other && Date.parse(other) < Date.parse(one)
    ? other
    : one ?? other;
}

/**
 * Why an Application may be out of date, and since when: the cluster cannot be read, Argo CD cannot read
 * git, or Argo CD has not looked at it for long. During an outage of git Argo CD keeps what it last knew
 * for three minutes without a word; an ageing `reconciledAt` is then the only trace.
 *
 * @param options - `silentAfter` of 0 switches the last of them off, for an Argo CD that only compares on request
 * @returns undefined while what is shown is what is the case
 * @public
 */
export function describeStaleness(options: {
  application: ArgoApplication;
  source?: SourceHealth;
  now: number;
  silentAfter?: number;
}): Staleness | undefined {
  const { application, source, now } = options;
  const silentAfter = options.silentAfter ?? DEFAULT_SILENT_AFTER;
  const compared = application.status?.reconciledAt;
  if (source?.state === 'stale') {
    return {
      cause: 'cluster',
      since: source.staleSince ?? source.asOf ?? new Date(now).toISOString(),
      sentence: `Cluster ${
        source.cluster
      } cannot be read, so this may be out of date.${
        source.error ? ` ${source.error}` : ''
      }`,
    };
  }
  const failure = findComparisonFailure(application);
  const since = earlier(failure?.since, compared);
  if (failure && since) {
    return {
      cause: 'git',
      since,
      sentence: `Argo CD cannot compare with git, so neither new commits nor changes past git are seen.`,
    };
  }
  if (
    silentAfter > 0 &&
    compared !== undefined &&
    now - Date.parse(compared) > silentAfter
  ) {
    return {
      cause: 'controller',
      since: compared,
      sentence:
        'Argo CD has not compared this with git since then; it may be down, or unable to read git.',
    };
  }
  return undefined;
}
