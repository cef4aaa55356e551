import type { ClaimSummary } from '@cairn/plugin-claims-common';
import { Button, SearchField, Select } from '@backstage/ui';
import { statesByUrgency, stateWords } from '@cairn/plugin-platform-react';
import { RiCloseLine, RiTeamLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { engineName } from '../format/claimWords';
import type { useDatabaseFilters } from './useDatabaseFilters';
import styles from './DatabaseFilterBar.module.css';

interface DatabaseFilterBarProps {
  claims: ClaimSummary[];
  view: ReturnType<typeof useDatabaseFilters>;
  freshness: ReactNode;
}

/** The value a select needs for "no filter"; it never reaches the address. */
const any = 'any';

interface ChoiceProps {
  label: string;
  all: string;
  value: string | undefined;
  options: Array<{ value: string; label: string }>;
  onChange: (value: string | undefined) => void;
}

function Choice(props: ChoiceProps) {
  return (
    <Select
      aria-label={props.label}
      size="small"
      className={styles.choice}
      options={[{ value: any, label: props.all }, ...props.options]}
      selectedKey={props.value ?? any}
      onSelectionChange={key =>
        props.onChange(key === any || key === null ? undefined : String(key))
      }
    />
  );
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
  const { claims, view } = props;
  const { filters } = view;
  return (
    <div className={styles.bar} role="search" aria-label="Filter databases">
      {view.mine ? (
        <Button
          variant="secondary"
          size="small"
          iconStart={<RiTeamLine size={16} />}
          iconEnd={<RiCloseLine size={16} />}
          aria-label="My teams, remove to see all teams"
          onPress={() => view.set('teams', 'all')}
        >
          My teams
        </Button>
      ) : (
        <Button
          variant="secondary"
          size="small"
          iconStart={<RiTeamLine size={16} />}
          aria-label="All teams, choose to see only my teams"
          onPress={() => view.set('teams', undefined)}
        >
          All teams
        </Button>
      )}
      <Choice
        label="State"
        all="Any state"
        value={filters.state}
        options={statesByUrgency.map(state => ({
          value: state,
          label: stateWords[state],
        }))}
        onChange={value => view.set('state', value)}
      />
      <Choice
        label="Engine"
        all="Any engine"
        value={filters.engine}
        options={valuesOf(claims, claim => claim.spec.engine).map(value => ({
          value,
          label: engineName(value),
        }))}
        onChange={value => view.set('engine', value)}
      />
      <Choice
        label="Environment"
        all="Any environment"
        value={filters.environment}
        options={valuesOf(claims, claim => claim.environment).map(value => ({
          value,
          label: value,
        }))}
        onChange={value => view.set('environment', value)}
      />
      <SearchField
        aria-label="Search databases"
        placeholder="Search"
        size="small"
        className={styles.search}
        value={filters.search}
        onChange={value => view.set('q', value)}
      />
      <span className={styles.spring} />
      {props.freshness}
    </div>
  );
}
