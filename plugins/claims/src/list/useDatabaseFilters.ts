import type { SortDescriptor } from '@backstage/ui';
import {
  statesByUrgency,
  useAddressFilters,
} from '@cairn/plugin-platform-react';
import type { DatabaseFilters } from './databaseRows';

type Parameter = 'state' | 'engine' | 'environment' | 'q' | 'sort';

/** Filters and order of the list, kept in the address so that a view can be shared. */
export function useDatabaseFilters() {
  const { read, ...view } = useAddressFilters<Parameter>();
  const sortText = read('sort') ?? 'name';
  const sort: SortDescriptor = {
    column: sortText.replace(/^-/, ''),
    direction: sortText.startsWith('-') ? 'descending' : 'ascending',
  };
  const filters: DatabaseFilters = {
    state: statesByUrgency.find(state => state === read('state')),
    engine: read('engine'),
    environment: read('environment'),
    search: read('q') ?? '',
  };
  return {
    ...view,
    filters,
    sort,
    narrowed: Boolean(
      filters.state || filters.engine || filters.environment || filters.search,
    ),
  };
}
