import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What the address narrows the list to. */
export type FilterName = 'teams' | 'environment' | 'sync' | 'health' | 'q';

/** Filters of the list, kept in the address so that a view can be shared. */
export function useDeliveryFilters() {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (name: FilterName, value: string | undefined) => {
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
  const clear = useCallback(
    () =>
      setParams(
        before => {
          const teams = before.get('teams');
          return new URLSearchParams(teams ? { teams } : {});
        },
        { replace: true },
      ),
    [setParams],
  );
  const read = (name: FilterName) => params.get(name) ?? undefined;
  const filters = {
    environment: read('environment'),
    sync: read('sync'),
    health: read('health'),
    q: read('q'),
  };
  return {
    filters,
    /** Only what the person's teams own; the default. */
    mine: params.get('teams') !== 'all',
    narrowed: Object.values(filters).some(Boolean),
    set,
    clear,
  };
}
