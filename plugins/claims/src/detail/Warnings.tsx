import type { ClaimWarning } from '@cairn/plugin-claims-common';
import { RelativeTime } from '@cairn/plugin-platform-react';
import { RiAlertLine } from '@remixicon/react';
import styles from './Warnings.module.css';

/** What to know although it may be ready: traps that the engines do not tell of themselves. */
export function Warnings({ warnings }: { warnings: ClaimWarning[] }) {
  if (warnings.length === 0) {
    return null;
  }
  return (
    <ul className={styles.warnings} aria-label="Warnings">
      {warnings.map(warning => (
        <li
          key={`${warning.id}/${warning.regarding?.name ?? ''}`}
          className={styles.warning}
        >
          <RiAlertLine size={20} className={styles.icon} aria-hidden />
          <div className={styles.text}>
            <h2 className={styles.title}>
              Warning: {warning.title.charAt(0).toLowerCase()}
              {warning.title.slice(1)}
            </h2>
            <p>{warning.sentence}</p>
            {warning.advice && <p>{warning.advice}</p>}
            {warning.since && (
              <p className={styles.since}>
                <RelativeTime instant={warning.since} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
