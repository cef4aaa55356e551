import { useCallback, useEffect, useState } from 'react';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import type { ScaffoldedServiceList } from '@cairn/plugin-golden-paths-common';
import { goldenPathsApiRef, type ServiceQuery } from '../api/GoldenPathsApi';

interface Loaded {
  /** What was asked for; another question drops what was there. */
  key: string;
  pages: ScaffoldedServiceList[];
  error?: Error;
  loading: boolean;
}

/** The services of a path, page by page. */
export function usePathServices(query: Omit<ServiceQuery, 'cursor'>) {
  const goldenPathsApi = useApi(goldenPathsApiRef);
  const { namespace, name, state } = query;
  const key = [namespace, name, state].join('/');
  const [loaded, setLoaded] = useState<Loaded>({
    key,
    pages: [],
    loading: true,
  });

  const load = useCallback(
    async (before: ScaffoldedServiceList[]) => {
      setLoaded({ key, pages: before, loading: true });
      const change = await goldenPathsApi
        .listServices({
          namespace,
          name,
          state,
          cursor: before[before.length - 1]?.nextCursor,
        })
        .then(
          page => ({ pages: [...before, page], error: undefined }),
          (error: unknown) => ({ pages: before, error: toError(error) }),
        );
      setLoaded(now =>
        now.key === key ? { key, loading: false, ...change } : now,
      );
    },
    [goldenPathsApi, key, namespace, name, state],
  );
  useEffect(() => {
    void load([]);
  }, [load]);

  const pages = loaded.key === key ? loaded.pages : [];
  const last = pages[pages.length - 1];
  return {
    items: pages.flatMap(page => page.items),
    total: last?.totalItems,
    error: loaded.error,
    loading: loaded.loading,
    hasMore: last?.nextCursor !== undefined,
    loadMore: () => load(pages),
    reload: () => load([]),
  };
}
