import type { DeliveryHistoryEntry } from '@cairn/plugin-delivery-common';
import { RelativeTime, formatDuration } from '@cairn/plugin-platform-react';
import { RevisionList } from './RevisionList';
import styles from './PlainTable.module.css';

function tookOf({ startedAt, deployedAt }: DeliveryHistoryEntry): string {
  return startedAt
    ? formatDuration(Date.parse(deployedAt) - Date.parse(startedAt))
    : '–';
}

/** The deployments Argo CD remembers, newest first. */
export function HistoryTable({
  history,
  label,
}: {
  history: DeliveryHistoryEntry[];
  label: string;
}) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Deployed</th>
          <th scope="col">Took</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        {history.map(entry => (
          <tr key={entry.id}>
            <td>
              <RevisionList revisions={entry.revisions} />
            </td>
            <td>
              <RelativeTime instant={entry.deployedAt} />
            </td>
            <td>{tookOf(entry)}</td>
            <td>{entry.by}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
