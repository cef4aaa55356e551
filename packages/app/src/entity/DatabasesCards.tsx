import type { ReactNode } from 'react';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { ClaimQuery } from '@cairn/plugin-claims';
import { databaseOffering, useClaimList } from '@cairn/plugin-claims';
import { COMPONENT_LABEL } from '@cairn/plugin-platform-common';
import {
  Card,
  EmptyState,
  FailurePanel,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import { ClaimRows } from '../home/ClaimRows';

const shownAtMost = 6;

interface DatabasesCardProps {
  /** Which databases. */
  query: ClaimQuery;
  /** Whose they are, as in "The team's databases could not be read." */
  whose: string;
  /** Said where there are none. */
  empty: ReactNode;
}

/** Databases, as far as the person may see them, live. */
function DatabasesCard({ query, whose, empty }: DatabasesCardProps) {
  const { value, error, loading, reload } = useClaimList({
    ...query,
    offering: [databaseOffering],
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
          title={`${whose} databases could not be read.`}
          error={error}
          onRetry={reload}
        />
      )}
      {value && claims.length === 0 && (
        <EmptyState title="No databases to show.">{empty}</EmptyState>
      )}
      <ClaimRows claims={claims.slice(0, shownAtMost)} />
    </Card>
  );
}

/** The databases of a team. */
export function TeamDatabasesCard({ team }: { team: Entity }) {
  return (
    <DatabasesCard
      query={{ owner: [stringifyEntityRef(team)] }}
      whose="The team's"
      empty="You see a team's databases when you belong to it."
    />
  );
}

/** The databases that were requested for a component. */
export function ComponentDatabasesCard({ component }: { component: Entity }) {
  const { annotations, name } = component.metadata;
  return (
    <DatabasesCard
      query={{ component: [annotations?.[COMPONENT_LABEL] ?? name] }}
      whose="The component's"
      empty="A request for a database can name the component it is for; the owning team then sees it here."
    />
  );
}
