import {
  EntityName,
  RelativeTime,
  formatDuration,
} from '@cairn/plugin-platform-react';
import type { Change } from '../api/types';
import styles from './PlainTable.module.css';

const authors: Record<string, string> = { bot: 'by a bot', unknown: '' };

function leadTimeOf({ duration, clockSkew }: Change): string {
  if (clockSkew) return 'not known: the clocks disagree';
  return duration === null ? 'not known' : formatDuration(duration);
}

/** Commits with the time they took to production. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label="Changes">
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">Component</th>
            <th scope="col">In production</th>
            <th scope="col">Lead time</th>
          </tr>
        </thead>
        <tbody>
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
                <RelativeTime
                  instant={new Date(change.finishedAt).toISOString()}
                />
              </td>
              <td>{leadTimeOf(change)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
