import { useMemo } from 'react';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { diffManifests, type ManifestRef } from '@cairn/plugin-score-common';
import { EmptyState } from '@cairn/plugin-platform-react';
import styles from './EnvironmentDiff.module.css';

/** Differs between environments always; said once, not for every object. */
const alwaysDifferent = 'metadata.namespace';

function valueText(value: unknown): string {
  if (value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Names({ title, refs }: { title: string; refs: ManifestRef[] }) {
  if (refs.length === 0) return null;
  return (
    <p className={styles.only}>
      <strong>{title}: </strong>
      {refs.map(({ kind, name }) => `${kind} ${name}`).join(', ')}
    </p>
  );
}

interface EnvironmentDiffProps {
  dev: KubernetesObject[];
  prod: KubernetesObject[];
}

/** What is different in production. */
export function EnvironmentDiff({ dev, prod }: EnvironmentDiffProps) {
  const diff = useMemo(() => diffManifests(dev, prod), [dev, prod]);
  const changed = diff.changed
    .map(({ ref, fields }) => ({
      ref,
      fields: fields.filter(({ path }) => path !== alwaysDifferent),
    }))
    .filter(({ fields }) => fields.length > 0);
  if (diff.added.length + diff.removed.length + changed.length === 0) {
    return (
      <EmptyState title="Both environments get the same.">
        Only the namespace is another.
      </EmptyState>
    );
  }
  return (
    <div
      className={styles.diff}
      role="region"
      aria-label="Difference between dev and prod"
      // What scrolls has to be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <Names title="Only in prod" refs={diff.added} />
      <Names title="Only in dev" refs={diff.removed} />
      {changed.map(({ ref, fields }) => (
        <table key={`${ref.kind} ${ref.name}`} className={styles.table}>
          <caption>{`${ref.kind} ${ref.name}`}</caption>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">dev</th>
              <th scope="col">prod</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ path, before, after }) => (
              <tr key={path}>
                <th scope="row">
                  <code>{path}</code>
                </th>
                <td>
                  <code>{valueText(before)}</code>
                </td>
                <td>
                  <code>{valueText(after)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
