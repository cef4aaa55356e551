import type { SourceHealth } from '@cairn/plugin-platform-common';
import { RiAlertLine } from '@remixicon/react';
import { RelativeTime } from './RelativeTime';
import styles from './SourceNotes.module.css';

/** One line per source that is not current; nothing while all are. */
export function SourceNotes({ sources }: { sources: SourceHealth[] }) {
  const stale = sources.filter(source => source.state === 'stale');
  if (stale.length === 0) return null;
  return (
    <ul className={styles.notes}>
      {stale.map(source => (
        <li key={`${source.cluster}/${source.resource}`}>
          <RiAlertLine size={16} aria-hidden />
          <span>
            What is shown of cluster {source.cluster} may be out of date
            {source.staleSince && (
              <>
                : last heard from it{' '}
                <RelativeTime instant={source.staleSince} />
              </>
            )}
            . {source.error}
          </span>
        </li>
      ))}
    </ul>
  );
}
