import { Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { doraApiRef } from '../api/DoraApi';
import type { ScopeSummary } from '../api/types';
import { readyWindows, type DoraView } from './useDoraView';
import styles from './ScopeBar.module.css';

const kinds: Record<string, string> = {
  organisation: 'Everybody',
  group: 'Team',
  domain: 'Domain',
  system: 'System',
};

function labelOf({ kind, title }: ScopeSummary): string {
  return kind === 'organisation' ? title : `${kinds[kind] ?? kind}: ${title}`;
}

/** The chosen one first when the list does not have it, for example a component. */
function optionsOf(scopes: ScopeSummary[], chosen: string, title?: string) {
  const options = scopes.map(scope => ({
    value: scope.scope,
    label: labelOf(scope),
  }));
  return options.some(({ value }) => value === chosen)
    ? options
    : [{ value: chosen, label: title ?? chosen }, ...options];
}

const CUSTOM = 'custom';

/** The first day of a window of own dates, before anything is chosen. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

interface ScopeBarProps {
  view: DoraView;
  /** What the chosen scope is called, once it is known. */
  title?: string;
  /** More choices. */
  children?: ReactNode;
  freshness?: ReactNode;
}

/** Of whom, and of which days. */
export function ScopeBar({ view, title, children, freshness }: ScopeBarProps) {
  const api = useApi(doraApiRef);
  const { value } = useAsync(() => api.listScopes(), [api]);
  const { window } = view;
  const days = 'days' in window ? String(window.days) : CUSTOM;
  const windows = [
    ...readyWindows.map(each => ({
      value: String(each),
      label: `Last ${each} days`,
    })),
    ...(days === CUSTOM || readyWindows.some(each => String(each) === days)
      ? []
      : [{ value: days, label: `Last ${days} days` }]),
    { value: CUSTOM, label: 'From date to date' },
  ];
  const choose = (key: string) =>
    key === CUSTOM
      ? view.set({ days: undefined, from: daysAgo(90), to: daysAgo(0) })
      : view.set({ days: key, from: undefined, to: undefined });
  return (
    <div className={styles.bar} role="search" aria-label="Of whom and when">
      {view.scope && (
        <Select
          aria-label="Of whom"
          size="small"
          className={styles.scope}
          searchable
          options={optionsOf(value?.items ?? [], view.scope, title)}
          selectedKey={view.scope}
          onSelectionChange={key => key && view.set({ scope: String(key) })}
        />
      )}
      <Select
        aria-label="Window"
        size="small"
        className={styles.window}
        options={windows}
        selectedKey={days}
        onSelectionChange={key => key && choose(String(key))}
      />
      {'from' in window && (
        <span className={styles.dates}>
          <input
            type="date"
            aria-label="From"
            className={styles.date}
            value={window.from}
            max={window.to}
            onChange={event => view.set({ from: event.target.value })}
          />
          to before
          <input
            type="date"
            aria-label="To, not included"
            className={styles.date}
            value={window.to}
            min={window.from}
            onChange={event => view.set({ to: event.target.value })}
          />
        </span>
      )}
      {children}
      <span className={styles.spring} />
      {freshness}
    </div>
  );
}
