import type { DeliverySummary } from '@cairn/plugin-delivery-common';
import { Button, SearchField, Select } from '@backstage/ui';
import { RiCloseLine, RiTeamLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import type { FilterName, useDeliveryFilters } from './useDeliveryFilters';
import styles from './DeliveryFilterBar.module.css';

interface DeliveryFilterBarProps {
  items: DeliverySummary[];
  view: ReturnType<typeof useDeliveryFilters>;
  freshness: ReactNode;
}

/** The value a select needs for "no filter"; it never reaches the address. */
const any = 'any';

interface Choice {
  name: Exclude<FilterName, 'teams' | 'q'>;
  label: string;
  all: string;
  valueOf: (item: DeliverySummary) => string | undefined;
}

const choices: Choice[] = [
  {
    name: 'environment',
    label: 'Environment',
    all: 'Any environment',
    valueOf: item => item.environment,
  },
  {
    name: 'sync',
    label: 'Sync',
    all: 'Any sync',
    valueOf: item => item.sync,
  },
  {
    name: 'health',
    label: 'Health',
    all: 'Any health',
    valueOf: item => item.health,
  },
];

/** The values that occur, and the chosen one even when it does not. */
function optionsOf(
  { all, valueOf }: Choice,
  items: DeliverySummary[],
  chosen: string | undefined,
) {
  const values = new Set(
    [...items.map(valueOf), chosen].filter(value => value !== undefined),
  );
  return [
    { value: any, label: all },
    ...[...values].sort().map(value => ({ value, label: value })),
  ];
}

/** Whose, where, how it is, words; and how fresh it is. */
export function DeliveryFilterBar(props: DeliveryFilterBarProps) {
  const { items, view } = props;
  return (
    <div className={styles.bar} role="search" aria-label="Filter Applications">
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiTeamLine size={16} />}
        iconEnd={view.mine ? <RiCloseLine size={16} /> : undefined}
        aria-label={
          view.mine
            ? 'My teams, remove to see all teams'
            : 'All teams, choose to see only my teams'
        }
        onPress={() => view.set('teams', view.mine ? 'all' : undefined)}
      >
        {view.mine ? 'My teams' : 'All teams'}
      </Button>
      {choices.map(choice => (
        <Select
          key={choice.name}
          aria-label={choice.label}
          size="small"
          className={styles.choice}
          options={optionsOf(choice, items, view.filters[choice.name])}
          selectedKey={view.filters[choice.name] ?? any}
          onSelectionChange={key =>
            view.set(
              choice.name,
              key === any || key === null ? undefined : String(key),
            )
          }
        />
      ))}
      <SearchField
        aria-label="Search Applications"
        placeholder="Search"
        size="small"
        className={styles.search}
        value={view.filters.q ?? ''}
        onChange={value => view.set('q', value)}
      />
      <span className={styles.spring} />
      {props.freshness}
    </div>
  );
}
