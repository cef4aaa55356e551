import {
  EntityName,
  RelativeTime,
  formatDuration,
} from '@cairn/plugin-platform-react';
import type { Change } from '../api/types';
import styles from './PlainTable.module.css';
import { PlainTable } from './PlainTable';

const authors: Record<string, string> = { bot: 'by a bot', unknown: '' };

function leadTimeOf({ duration, clockSkew }: Change): string {
  if (clockSkew) return 'not known: the clocks disagree';
  return duration === null ? 'not known' : formatDuration(duration);
}

/** Commits with the time they took to production. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  return (
    <PlainTable
      label="Changes"
      columns={['Change', 'Component', 'In production', 'Lead time']}
    >
      {changes.map(change => (
        <tr key={`${change.deployment}/${change.repository}/${change.sha}`}>
          <td>
            <span className={styles.code}>{change.sha.slice(0, 10)}</span>
            <div className={styles.quiet}>
              {change.repository}
              {change.pullRequest !== undefined &&
                `, pull request ${change.pullRequest}`}{' '}
              {authors[change.author] ?? ''}
            </div>
          </td>
          <td>
            <EntityName entityRef={change.component} />
          </td>
          <td>
            <RelativeTime instant={new Date(change.finishedAt).toISOString()} />
          </td>
          <td>{leadTimeOf(change)}</td>
        </tr>
      ))}
    </PlainTable>
  );
}
