import type { Entity } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { Button, SearchField, Select } from '@backstage/ui';
import {
  EmptyState,
  FailurePanel,
  PageFrame,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import { RiCloseLine, RiTeamLine } from '@remixicon/react';
import { usePerson } from '../layout/usePerson';
import { EntityTable, entityTitle } from './EntityTable';
import { useEntityIndex } from './useEntityIndex';
import styles from './EntityIndexPage.module.css';

/** Kinds in the plural, as people say them. */
const plurals: Record<string, string> = {
  Component: 'components',
  System: 'systems',
  Resource: 'resources',
  Group: 'teams and groups',
  User: 'people',
  Domain: 'domains',
  API: 'APIs',
};

function matches(entity: Entity, search: string): boolean {
  const text = [
    entity.metadata.name,
    entityTitle(entity),
    entity.metadata.description ?? '',
    ...(entity.metadata.tags ?? []),
  ]
    .join(' ')
    .toLocaleLowerCase('en-US');
  return search
    .toLocaleLowerCase('en-US')
    .split(/\s+/)
    .every(word => text.includes(word));
}

interface EntityIndexPageProps {
  title: string;
  kinds: string[];
}

/** What is in the catalog, the person's own first. */
export function EntityIndexPage({ title, kinds }: EntityIndexPageProps) {
  const person = usePerson();
  const index = useEntityIndex(kinds, person);
  const entityHref = useRouteRef(entityRouteRef);
  const all = index.value ?? [];
  const shown = all.filter(entity => matches(entity, index.search));
  const plural = plurals[index.kind];
  const sentence = () => {
    if (index.error) return `The ${plural} could not be read.`;
    if (!index.value) return 'Counting…';
    const whose = index.mine ? ' of your teams' : '';
    const part =
      shown.length === all.length ? '' : `, ${shown.length} of them shown`;
    return `${all.length.toLocaleString('en-GB')} ${plural}${whose}${part}.`;
  };
  return (
    <PageFrame title={title} sentence={sentence()}>
      <div className={styles.bar} role="search" aria-label={`Filter ${plural}`}>
        {index.ownable && (
          <Button
            variant="secondary"
            size="small"
            iconStart={<RiTeamLine size={16} />}
            iconEnd={index.mine ? <RiCloseLine size={16} /> : undefined}
            aria-label={
              index.mine
                ? 'My teams, remove to see all teams'
                : 'All teams, choose to see only my teams'
            }
            onPress={() => index.set('teams', index.mine ? 'all' : undefined)}
          >
            {index.mine ? 'My teams' : 'All teams'}
          </Button>
        )}
        {kinds.length > 1 && (
          <Select
            aria-label="Kind"
            size="small"
            className={styles.choice}
            options={kinds.map(kind => ({
              value: kind,
              label:
                plurals[kind][0].toLocaleUpperCase('en-US') +
                plurals[kind].slice(1),
            }))}
            selectedKey={index.kind}
            onSelectionChange={key => index.set('kind', String(key))}
          />
        )}
        <SearchField
          aria-label={`Search ${plural}`}
          placeholder="Search"
          size="small"
          className={styles.search}
          value={index.search}
          onChange={value => index.set('q', value)}
        />
      </div>
      {index.error && (
        <FailurePanel
          title={`The ${plural} could not be read.`}
          error={index.error}
          onRetry={index.retry}
        />
      )}
      {!index.value && !index.error && (
        <SkeletonRows rows={8} height={60} label={`Loading ${plural}`} />
      )}
      {index.value && (
        <EntityTable
          entities={shown}
          ownable={index.ownable}
          hrefOf={entity => entityHref?.(entityRouteParams(entity)) ?? ''}
          empty={
            <EmptyState
              title={
                all.length > 0
                  ? 'Nothing answers the search.'
                  : `No ${plural} here yet.`
              }
              action={
                index.mine && (
                  <Button
                    variant="secondary"
                    onPress={() => index.set('teams', 'all')}
                  >
                    Show all teams
                  </Button>
                )
              }
            >
              {index.mine
                ? 'Only what your teams own is shown.'
                : 'The platform team registers them in the catalog.'}
            </EmptyState>
          }
        />
      )}
    </PageFrame>
  );
}
