import type { ReactNode } from 'react';
import styles from './PlainTable.module.css';

interface PlainTableProps {
  /** What is in it, for screen readers. */
  label: string;
  /** Titles of the columns. */
  columns: ReactNode[];
  /** The rows. */
  children: ReactNode;
}

/** A table that scrolls sideways where room is short. */
export function PlainTable({ label, columns, children }: PlainTableProps) {
  return (
    <div
      className={styles.scroll}
      // What scrolls has to be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="region"
      aria-label={`${label}, table`}
    >
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              // The columns of a table do not change places.
              // eslint-disable-next-line react/no-array-index-key
              <th key={index} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
