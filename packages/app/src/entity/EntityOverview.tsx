import { useMemo } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import {
  EntityProcessingErrorsPanel,
  EntitySwitch,
  hasCatalogProcessingErrors,
} from '@backstage/plugin-catalog';
import { catalogApiRef, useEntity } from '@backstage/plugin-catalog-react';
import type { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import { Card, EmptyState, FailurePanel } from '@cairn/plugin-platform-react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { Columns } from '../parts/Columns';
import { EntityFacts } from './EntityFacts';
import { RelationCard } from './RelationCard';
import { ComponentDatabasesCard, TeamDatabasesCard } from './DatabasesCards';
import { relationGroups } from './relationGroups';

function useRelated(refs: string[]) {
  const catalogApi = useApi(catalogApiRef);
  return useAsyncRetry(async (): Promise<Map<string, Entity>> => {
    if (refs.length === 0) return new Map();
    const { items } = await catalogApi.getEntitiesByRefs({
      entityRefs: refs,
      fields: ['kind', 'metadata', 'spec.type', 'spec.profile'],
    });
    return new Map(
      refs.flatMap((ref, index) => {
        const entity = items[index];
        return entity ? [[ref, entity] as const] : [];
      }),
    );
  }, [catalogApi, refs.join()]);
}

/** An entity at a glance: what it has to do with the rest on the left, what it is on the right. */
export function EntityOverview({ cards }: EntityContentLayoutProps) {
  const { entity } = useEntity();
  const groups = useMemo(() => relationGroups(entity), [entity]);
  const { value, error, retry } = useRelated(
    groups.flatMap(group => group.refs),
  );
  return (
    <Columns
      leftWider
      left={
        <>
          <EntitySwitch>
            <EntitySwitch.Case if={hasCatalogProcessingErrors}>
              <EntityProcessingErrorsPanel />
            </EntitySwitch.Case>
          </EntitySwitch>
          {error && (
            <FailurePanel
              title="The related entities could not be read."
              error={error}
              onRetry={retry}
            />
          )}
          {groups.map(group => (
            <RelationCard key={group.id} group={group} related={value} />
          ))}
          {groups.length === 0 && (
            <Card title="Relations">
              <EmptyState title="Nothing is connected with it yet.">
                What it provides, uses and depends on is said in its
                catalog-info.yaml.
              </EmptyState>
            </Card>
          )}
          {cards.map((card, index) => (
            <div key={card.element.key ?? index}>{card.element}</div>
          ))}
        </>
      }
      right={
        <>
          <EntityFacts entity={entity} />
          {entity.kind === 'Group' && <TeamDatabasesCard team={entity} />}
          {entity.kind === 'Component' && (
            <ComponentDatabasesCard component={entity} />
          )}
        </>
      }
    />
  );
}
