import type { FileChange } from '@cairn/plugin-golden-paths-common';
import styles from './OriginCard.module.css';

const changes: Record<FileChange['change'], string> = {
  added: 'Added',
  changed: 'Changed',
  removed: 'Removed',
};

const outcomes: Record<FileChange['outcome'], string> = {
  clean: 'as the path has it',
  merged: 'merged with local edits',
  conflict: 'Conflict',
};

const order: FileChange['outcome'][] = ['conflict', 'merged', 'clean'];

/** The files of an update, those somebody has to decide about first. */
export function FileChanges({ files }: { files: FileChange[] }) {
  const sorted = [...files].sort(
    (one, other) =>
      order.indexOf(one.outcome) - order.indexOf(other.outcome) ||
      one.path.localeCompare(other.path),
  );
  return (
    <ul className={styles.files} aria-label="Files that change">
      {sorted.map(({ path, change, outcome, reason }) => (
        <li key={path} data-outcome={outcome}>
          <code>{path}</code>
          <span className={styles.outcome}>
            {`${changes[change]}, ${outcomes[outcome]}`}
          </span>
          {reason && <span className={styles.reason}>{reason}</span>}
        </li>
      ))}
    </ul>
  );
}
