import type {
  SourceHealth,
  StateDescription,
} from '@cairn/plugin-platform-common';
import type { Staleness } from '../types';
import type { ArgoApplication } from './ArgoApplication';
import { describeKnownState } from './describeKnownState';
import { describeStaleness } from './describeStaleness';

const words: Partial<Record<StateDescription['state'], string>> = {
  ready: 'in order',
  working: 'being deployed',
  waiting: 'waiting',
  'needs-attention': 'in need of attention',
  failed: 'failing',
  paused: 'paused',
  deleting: 'being deleted',
};

/**
 * How an Application is, in one word and one sentence, and whether that can still be believed. What may
 * be out of date is Unknown, with what was last known: never passed off as current.
 *
 * @param options - `now` in milliseconds
 * @public
 */
export function describeDelivery(options: {
  application: ArgoApplication;
  source?: SourceHealth;
  now: number;
  silentAfter?: number;
}): { state: StateDescription; stale?: Staleness } {
  const { application } = options;
  const known = describeKnownState(application);
  const stale = describeStaleness(options);
  if (!stale) {
    return { state: known };
  }
  // Says why and since when already, or is not touched by it.
  if (
    stale.cause === 'git' ||
    (stale.cause === 'controller' && known.state === 'unknown')
  ) {
    return { state: known, stale };
  }
  const before = words[known.state];
  const start =
    stale.cause === 'cluster'
      ? `Cluster ${options.source?.cluster} cannot be read`
      : 'Argo CD has not looked at this for longer than usual';
  return {
    state: {
      state: 'unknown',
      sentence: `${start}${before ? `; when last seen it was ${before}` : ''}.`,
      since: stale.since,
      detail: known.sentence,
    },
    stale,
  };
}
