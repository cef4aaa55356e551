import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { NameReport } from '@cairn/plugin-golden-paths-common';
import { goldenPathsApiRef, type NameQuery } from '../api/GoldenPathsApi';

/** What is known of a name: undefined before one is typed. */
export type NameState = 'checking' | 'unreachable' | NameReport | undefined;

/** How long typing must pause before the name is looked up, in milliseconds. */
const pauseFor = 300;

/** Looks a name up while it is typed; answers that come late for an older name are dropped. */
export function useNameReport(query: NameQuery): NameState {
  const goldenPathsApi = useApi(goldenPathsApiRef);
  const [state, setState] = useState<NameState>();
  const { name, owner, repoHost, repoOwner } = query;

  useEffect(() => {
    if (!name) {
      setState(undefined);
      return undefined;
    }
    let current = true;
    setState('checking');
    const timer = setTimeout(async () => {
      try {
        const report = await goldenPathsApi.checkName({
          name,
          owner,
          repoHost,
          repoOwner,
        });
        if (current) setState(report);
      } catch {
        // The name is looked up again before anything is made.
        if (current) setState('unreachable');
      }
    }, pauseFor);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [goldenPathsApi, name, owner, repoHost, repoOwner]);

  return state;
}
