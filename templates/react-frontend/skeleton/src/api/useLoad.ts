import { useCallback, useEffect, useState } from 'react';

export type Loaded<T> =
  { state: 'loading' } | { state: 'failed'; message: string } | { state: 'done'; value: T };

/**
 * Loads something for a page, and again when asked to. `load` has to be the same function as long as it
 * loads the same thing.
 */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>): {
  loaded: Loaded<T>;
  again: () => void;
} {
  const [tries, setTries] = useState(0);
  const [result, setResult] = useState<{ of: unknown; tries: number; loaded: Loaded<T> }>();
  useEffect(() => {
    const controller = new AbortController();
    load(controller.signal).then(
      (value) => {
        setResult({ of: load, tries, loaded: { state: 'done', value } });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        setResult({ of: load, tries, loaded: { state: 'failed', message } });
      },
    );
    return () => {
      controller.abort();
    };
  }, [load, tries]);
  const again = useCallback(() => {
    setTries((count) => count + 1);
  }, []);
  const isCurrent = result?.of === load && result.tries === tries;
  return { loaded: isCurrent ? result.loaded : { state: 'loading' }, again };
}
