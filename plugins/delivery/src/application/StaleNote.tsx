import type { Staleness } from '@cairn/plugin-delivery-common';
import { RelativeTime, formatInstant } from '@cairn/plugin-platform-react';
import { RiHistoryLine } from '@remixicon/react';
import styles from './StaleNote.module.css';

/** What may be out of date, since when, and why. */
export function StaleNote({ stale }: { stale: Staleness }) {
  return (
    <p className={styles.note}>
      <RiHistoryLine size={16} aria-hidden />
      <span>
        <strong>
          Stale since {formatInstant(stale.since)} (
          <RelativeTime instant={stale.since} />
          ).
        </strong>{' '}
        {stale.sentence}
      </span>
    </p>
  );
}
