import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  Card,
  CardRow,
  CardRows,
  EmptyState,
  FailurePanel,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import type { Person } from '../layout/usePerson';

const shownAtMost = 10;

function textOf(entity: Entity): string {
  const parts = [entity.spec?.type, entity.spec?.lifecycle];
  return parts.filter(part => typeof part === 'string').join(' · ');
}

/** The components the person's teams own. */
export function MyServicesCard({ person }: { person: Person | undefined }) {
  const catalogApi = useApi(catalogApiRef);
  const entityHref = useRouteRef(entityRouteRef);
  const { value, error, loading, retry } = useAsyncRetry(async () => {
    if (!person || person.teams.length === 0) return { items: [], total: 0 };
    const answer = await catalogApi.queryEntities({
      filter: {
        kind: 'Component',
        'relations.ownedBy': person.teams.map(team => team.ref),
      },
      orderFields: { field: 'metadata.name', order: 'asc' },
      fields: ['kind', 'metadata', 'spec'],
      limit: shownAtMost,
    });
    return { items: answer.items, total: answer.totalItems };
  }, [catalogApi, person]);
  return (
    <Card
      title="My services"
      count={value?.total}
      more={{ href: '/catalog', label: 'Catalog' }}
    >
      {(loading || !person) && !value && (
        <SkeletonRows rows={shownAtMost} height={60} label="Loading services" />
      )}
      {error && (
        <FailurePanel
          title="Your services could not be read."
          error={error}
          onRetry={retry}
        />
      )}
      {person && value && value.items.length === 0 && (
        <EmptyState title="No services yet.">
          {person.teams.length === 0
            ? 'Services appear here once you belong to the team that owns them.'
            : 'Services your teams register in the catalog appear here.'}
        </EmptyState>
      )}
      {value && value.items.length > 0 && (
        <CardRows>
          {value.items.map(entity => (
            <CardRow
              key={entity.metadata.uid ?? entity.metadata.name}
              href={entityHref?.(entityRouteParams(entity)) ?? '/catalog'}
              title={entity.metadata.title ?? entity.metadata.name}
              text={entity.metadata.description}
              aside={textOf(entity)}
            />
          ))}
        </CardRows>
      )}
    </Card>
  );
}
