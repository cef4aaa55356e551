import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/**
 * Filters of a list, kept in the address so that a view can be shared. `teams` says whose: the person's own
 * unless it is `all`.
 *
 * @typeParam Name - names of the other parameters
 */
export function useAddressFilters<Name extends string>() {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (name: Name | 'teams', value: string | undefined) => {
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
  /** Takes all away but whose. */
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
  return {
    read: (name: Name) => params.get(name) ?? undefined,
    /** Only what the person's teams own; the default. */
    mine: params.get('teams') !== 'all',
    setMine: (mine: boolean) => set('teams', mine ? undefined : 'all'),
    set,
    clear,
  };
}
