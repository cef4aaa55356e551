import type { ClaimSummary } from '@cairn/plugin-claims-common';
import {
  FilterBar,
  FilterChoice,
  statesByUrgency,
  stateWords,
} from '@cairn/plugin-platform-react';
import type { ReactNode } from 'react';
import { engineName } from '../format/claimWords';
import type { useDatabaseFilters } from './useDatabaseFilters';

interface DatabaseFilterBarProps {
  claims: ClaimSummary[];
  view: ReturnType<typeof useDatabaseFilters>;
  freshness: ReactNode;
}

/** The different values a row part takes, in order. */
function valuesOf(
  claims: ClaimSummary[],
  valueOf: (claim: ClaimSummary) => unknown,
): string[] {
  const values = claims.map(valueOf).filter(value => typeof value === 'string');
  return [...new Set(values as string[])].sort();
}

/** Whose, which state, engine, environment, words; and how fresh it is. */
export function DatabaseFilterBar(props: DatabaseFilterBarProps) {
  const { claims, view, freshness } = props;
  const { filters } = view;
  return (
    <FilterBar
      of="databases"
      mine={view.mine}
      onMine={view.setMine}
      search={filters.search}
      onSearch={value => view.set('q', value)}
      freshness={freshness}
    >
      <FilterChoice
        label="State"
        all="Any state"
        value={filters.state}
        options={statesByUrgency.map(state => ({
          value: state,
          label: stateWords[state],
        }))}
        onChange={value => view.set('state', value)}
      />
      <FilterChoice
        label="Engine"
        all="Any engine"
        value={filters.engine}
        options={valuesOf(claims, claim => claim.spec.engine).map(value => ({
          value,
          label: engineName(value),
        }))}
        onChange={value => view.set('engine', value)}
      />
      <FilterChoice
        label="Environment"
        all="Any environment"
        value={filters.environment}
        options={valuesOf(claims, claim => claim.environment).map(value => ({
          value,
          label: value,
        }))}
        onChange={value => view.set('environment', value)}
      />
    </FilterBar>
  );
}
