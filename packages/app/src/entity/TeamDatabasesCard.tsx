import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  EmptyState,
  FailurePanel,
  SkeletonRows,
  useClaimList,
} from '@cairn/plugin-claims';
import { ClaimRows } from '../home/ClaimRows';
import { Card } from '../parts/Card';

const shownAtMost = 6;

/** The databases of a team, as far as the person may see them. */
export function TeamDatabasesCard({ team }: { team: Entity }) {
  const ref = stringifyEntityRef(team);
  const { value, error, loading, reload } = useClaimList({
    owner: [ref],
    sort: '-createdAt',
  });
  const claims = value?.items ?? [];
  return (
    <Card
      title="Databases"
      count={claims.length}
      more={{ href: '/databases', label: 'All databases' }}
    >
      {loading && (
        <SkeletonRows rows={2} height={64} label="Loading databases" />
      )}
      {error && !value && (
        <FailurePanel
          title="The team's databases could not be read."
          error={error}
          onRetry={reload}
        />
      )}
      {value && claims.length === 0 && (
        <EmptyState title="No databases to show.">
          You see a team's databases when you belong to it.
        </EmptyState>
      )}
      <ClaimRows claims={claims.slice(0, shownAtMost)} />
    </Card>
  );
}
