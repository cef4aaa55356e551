import type { DeliverySummary } from '@cairn/plugin-delivery-common';
import { FilterBar, FilterChoice } from '@cairn/plugin-platform-react';
import type { ReactNode } from 'react';
import type { FilterName, useDeliveryFilters } from './useDeliveryFilters';

interface DeliveryFilterBarProps {
  items: DeliverySummary[];
  view: ReturnType<typeof useDeliveryFilters>;
  freshness: ReactNode;
}

interface Choice {
  name: Exclude<FilterName, 'q'>;
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
  { valueOf }: Choice,
  items: DeliverySummary[],
  chosen: string | undefined,
) {
  const values = new Set(
    [...items.map(valueOf), chosen].filter(value => value !== undefined),
  );
  return [...values].sort().map(value => ({ value, label: value }));
}

/** Whose, where, how it is, words; and how fresh it is. */
export function DeliveryFilterBar(props: DeliveryFilterBarProps) {
  const { items, view, freshness } = props;
  const { filters } = view;
  return (
    <FilterBar
      of="Applications"
      mine={view.mine}
      onMine={view.setMine}
      search={filters.q ?? ''}
      onSearch={value => view.set('q', value)}
      freshness={freshness}
    >
      {choices.map(choice => (
        <FilterChoice
          key={choice.name}
          label={choice.label}
          all={choice.all}
          value={filters[choice.name]}
          options={optionsOf(choice, items, filters[choice.name])}
          onChange={value => view.set(choice.name, value)}
        />
      ))}
    </FilterBar>
  );
}
