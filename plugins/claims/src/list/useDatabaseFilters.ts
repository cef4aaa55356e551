import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { SortDescriptor } from '@backstage/ui';
import { statesByUrgency } from '@cairn/plugin-platform-react';
import type { DatabaseFilters } from './databaseRows';

type Parameter = 'teams' | 'state' | 'engine' | 'environment' | 'q' | 'sort';

/** Filters and order of the list, kept in the address so that a view can be shared. */
export function useDatabaseFilters() {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (name: Parameter, value: string | undefined) => {
      setParams(
        before => {
          const next = new URLSearchParams(before);
          if (value) next.set(name, value);
          else next.delete(name);
          return next;
        },
        { replace: true },
      );
    },
    [setParams],
  );
  const sortText = params.get('sort') ?? 'name';
  const sort: SortDescriptor = {
    column: sortText.replace(/^-/, ''),
    direction: sortText.startsWith('-') ? 'descending' : 'ascending',
  };
  const filters: DatabaseFilters = {
    state: statesByUrgency.find(state => state === params.get('state')),
    engine: params.get('engine') ?? undefined,
    environment: params.get('environment') ?? undefined,
    search: params.get('q') ?? '',
  };
  return {
    filters,
    sort,
    /** Only what the person's teams own; the default. */
    mine: params.get('teams') !== 'all',
    narrowed: Boolean(
      filters.state || filters.engine || filters.environment || filters.search,
    ),
    set,
    clear: useCallback(
      () =>
        setParams(
          before => {
            const teams = before.get('teams');
            return new URLSearchParams(teams ? { teams } : {});
          },
          { replace: true },
        ),
      [setParams],
    ),
  };
}
