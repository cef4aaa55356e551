import {
  Card,
  EmptyState,
  FailurePanel,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import type { Person } from '../layout/usePerson';
import { ClaimRows } from './ClaimRows';
import { useMyClaims } from './useMyClaims';

/** A request that became ready stays in sight for this long, in milliseconds. */
const settledFor = 24 * 60 * 60 * 1000;
const shownAtMost = 8;

/** What is under way in the person's teams, and what has just arrived. */
export function InMotionCard({ person }: { person: Person | undefined }) {
  const { value, error, loading, reload } = useMyClaims(person);
  const moving = (value?.items ?? []).filter(claim => {
    if (['working', 'waiting', 'deleting'].includes(claim.state.state)) {
      return true;
    }
    const since = Date.parse(claim.state.since ?? claim.createdAt);
    return claim.state.state === 'ready' && Date.now() - since < settledFor;
  });
  return (
    <Card
      title="In motion"
      count={moving.length}
      more={{ href: '/databases', label: 'All databases' }}
    >
      {loading && (
        <SkeletonRows rows={3} height={64} label="Loading requests" />
      )}
      {error && !value && (
        <FailurePanel
          title="Your teams' requests could not be read."
          error={error}
          onRetry={reload}
        />
      )}
      {value && moving.length === 0 && (
        <EmptyState title="Nothing is in motion.">
          Requests of your teams show here while they are worked on, and for a
          day after.
        </EmptyState>
      )}
      {moving.length > 0 && <ClaimRows claims={moving.slice(0, shownAtMost)} />}
    </Card>
  );
}
