import { useCallback, useEffect, useRef, useState } from 'react';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { JsonObject } from '@backstage/types';

/** How often to ask again where there are no signals, in milliseconds. */
const pollEvery = 5_000;
/** How often to ask again with signals, since a dropped connection does not say so, in milliseconds. */
const confirmEvery = 20_000;
/** Signals within this time lead to one load, in milliseconds. */
const gatherFor = 200;

/** Data that stays current while it is looked at. */
export interface Live<T> {
  value?: T;
  /** Set while the newest attempt failed; `value` is then what was known before. */
  error?: Error;
  loading: boolean;
  /** When `value` was last confirmed, RFC 3339. */
  asOf?: string;
  reload: () => void;
}

interface UseLiveOptions<T, S extends JsonObject> {
  load: () => Promise<T>;
  /** Identifies what is loaded; a new key drops the old value. */
  key: string;
  /** The channel of the signals that tell of changes. */
  channel: string;
  /** Whether a signal concerns this data. */
  concerns: (signal: S) => boolean;
}

interface LiveState<T> {
  key: string;
  value?: T;
  error?: Error;
  asOf?: string;
}

/**
 * Loads, and loads again whenever a signal says that something changed; asks regularly instead
 * while there are no signals. Answers that arrive out of order are dropped.
 */
export function useLive<T, S extends JsonObject = JsonObject>(
  options: UseLiveOptions<T, S>,
): Live<T> {
  const latest = useRef(options);
  latest.current = options;
  const [state, setState] = useState<LiveState<T>>({ key: options.key });
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound(value => value + 1), []);
  const signalApi = useApiHolder().get(signalApiRef);

  useEffect(() => {
    let current = true;
    const { key, load } = latest.current;
    load().then(
      value => {
        if (!current) return;
        setState({ key, value, asOf: new Date().toISOString() });
      },
      (error: unknown) => {
        if (!current) return;
        setState(before => ({
          ...(before.key === key ? before : {}),
          key,
          error: error instanceof Error ? error : new Error(String(error)),
        }));
      },
    );
    return () => {
      current = false;
    };
  }, [options.key, round]);

  useEffect(() => {
    // Subscribed to directly: `useSignal` keeps only the last signal, and of two that come together
    // the one that concerns this page could be the first.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const subscriber = signalApi?.subscribe<S>(options.channel, signal => {
      if (timer || !latest.current.concerns(signal)) return;
      timer = setTimeout(() => {
        timer = undefined;
        reload();
      }, gatherFor);
    });
    return () => {
      clearTimeout(timer);
      subscriber?.unsubscribe();
    };
  }, [signalApi, options.channel, reload]);

  useEffect(() => {
    const timer = setInterval(reload, signalApi ? confirmEvery : pollEvery);
    const onVisible = () => {
      if (document.visibilityState === 'visible') reload();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [signalApi, reload]);

  const fresh = state.key === options.key ? state : { key: options.key };
  return {
    value: 'value' in fresh ? fresh.value : undefined,
    error: 'error' in fresh ? fresh.error : undefined,
    asOf: 'asOf' in fresh ? fresh.asOf : undefined,
    loading: !('value' in fresh) && !('error' in fresh),
    reload,
  };
}
