import {
  Card,
  EmptyState,
  FailurePanel,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import type { Person } from '../layout/usePerson';
import { ClaimRows } from './ClaimRows';
import { useMyClaims } from './useMyClaims';

/** What will not go on without the person: requests of their teams that failed or need attention. */
export function NeedsYouCard({ person }: { person: Person | undefined }) {
  const { value, error, loading, reload } = useMyClaims(person);
  const claims = (value?.items ?? []).filter(claim =>
    ['failed', 'needs-attention'].includes(claim.state.state),
  );
  return (
    <Card title="Needs you" count={claims.length}>
      {loading && <SkeletonRows rows={1} height={92} label="Loading" />}
      {error && !value && (
        <FailurePanel
          title="What needs you could not be read."
          error={error}
          onRetry={reload}
        />
      )}
      {value && claims.length === 0 && (
        <EmptyState title="Nothing needs you right now.">
          Requests that fail or wait for you appear here.
        </EmptyState>
      )}
      {claims.length > 0 && <ClaimRows claims={claims} />}
    </Card>
  );
}
