import { useMyTeams } from '@cairn/plugin-platform-react';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { WindowQuery } from '../api/types';

/** The windows that are always ready, in days. */
export const readyWindows = [7, 30, 90, 180] as const;
const DEFAULT_DAYS = 90;

export type Unit = 'day' | 'week' | 'month';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function windowOf(params: URLSearchParams): WindowQuery {
  const from = params.get('from') ?? '';
  const to = params.get('to') ?? '';
  if (DATE.test(from) && DATE.test(to) && from < to) return { from, to };
  const days = Number(params.get('days') ?? DEFAULT_DAYS);
  return {
    days:
      Number.isInteger(days) && days >= 1 && days <= 3660 ? days : DEFAULT_DAYS,
  };
}

function unitOf(params: URLSearchParams, window: WindowQuery): Unit {
  const asked = params.get('by');
  if (asked === 'day' || asked === 'week' || asked === 'month') return asked;
  return 'days' in window && window.days <= 30 ? 'day' : 'week';
}

/**
 * Of whom and of which days a page speaks, kept in the address so that it can be shared. Without a
 * word about it: the person's first team, or everybody; the last 90 days.
 */
export function useDoraView() {
  const [params, setParams] = useSearchParams();
  const teams = useMyTeams();
  const set = useCallback(
    (changes: Record<string, string | undefined>) =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const window = windowOf(params);
  const asked = params.get('scope') ?? undefined;
  return {
    /** Undefined while it is not known which teams the person has. */
    scope: asked ?? (teams && (teams[0] ?? 'organisation')),
    window,
    /** Identifies the window. */
    windowKey:
      'days' in window ? String(window.days) : `${window.from}/${window.to}`,
    unit: unitOf(params, window),
    params,
    set,
    /** An address below this page that speaks of the same. */
    search: (changes: Record<string, string | undefined> = {}) => {
      const next = new URLSearchParams();
      for (const name of ['scope', 'days', 'from', 'to', 'by']) {
        const value = name in changes ? changes[name] : params.get(name);
        if (value) next.set(name, value);
      }
      const text = next.toString();
      return text ? `?${text}` : '';
    },
  };
}

export type DoraView = ReturnType<typeof useDoraView>;
