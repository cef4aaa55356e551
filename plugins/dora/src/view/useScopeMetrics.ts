import { useApi } from '@backstage/frontend-plugin-api';
import { useLive, type Live } from '@cairn/plugin-platform-react';
import { doraApiRef } from '../api/DoraApi';
import type { ScopeMetrics, Series, WindowQuery } from '../api/types';
import type { Unit } from './useDoraView';

/** The channel on which the backend tells that numbers changed. */
export const CHANNEL = 'dora:metrics';

/** What is loaded of a scope, and how it became. */
export interface ScopeData {
  metrics: ScopeMetrics;
  series: Series;
}

/**
 * The five metrics of a scope in a window, in the window before, and along the way.
 *
 * @param scope - Undefined while it is not known; nothing is loaded then
 */
export function useScopeMetrics(
  scope: string | undefined,
  window: WindowQuery,
  unit: Unit,
): Live<ScopeData | undefined> {
  const api = useApi(doraApiRef);
  return useLive<ScopeData | undefined>({
    key: JSON.stringify([scope, window, unit]),
    channel: CHANNEL,
    concerns: () => true,
    load: async () => {
      if (!scope) return undefined;
      const [metrics, series] = await Promise.all([
        api.getMetrics({ scope, window, compare: true }),
        api.getSeries({ scope, window, unit }),
      ]);
      return { metrics, series };
    },
  });
}
