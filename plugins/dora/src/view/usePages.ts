import { useCallback, useEffect, useRef, useState } from 'react';
import type { Page } from '../api/types';

interface PagesState<T> {
  key: string;
  items: T[];
  total?: number;
  withheld?: number;
  cursor?: string;
  error?: Error;
  loading: boolean;
}

/**
 * A list that grows page by page. A new key begins anew, and keeps what is shown until the first page
 * of the new one is there.
 */
export function usePages<T>(options: {
  key: string;
  load: (cursor: string | undefined) => Promise<Page<T>>;
}) {
  const latest = useRef(options);
  latest.current = options;
  const asked = useRef(0);
  const [state, setState] = useState<PagesState<T>>({
    key: options.key,
    items: [],
    loading: true,
  });

  const fetch = useCallback((cursor: string | undefined) => {
    asked.current += 1;
    const turn = asked.current;
    const { key, load } = latest.current;
    setState(before => ({ ...before, loading: true, error: undefined }));
    load(cursor).then(
      page => {
        if (turn !== asked.current) return;
        setState(before => ({
          key,
          items: cursor ? [...before.items, ...page.items] : page.items,
          total: page.total,
          withheld: page.withheld,
          cursor: page.nextCursor,
          loading: false,
        }));
      },
      (error: unknown) => {
        if (turn !== asked.current) return;
        setState(before => ({
          ...before,
          loading: false,
          error: error instanceof Error ? error : new Error(String(error)),
        }));
      },
    );
  }, []);

  useEffect(() => fetch(undefined), [fetch, options.key]);

  const { cursor } = state;
  return {
    ...state,
    hasMore: cursor !== undefined,
    more: useCallback(() => fetch(cursor), [fetch, cursor]),
    reload: useCallback(() => fetch(undefined), [fetch]),
  };
}
