import type { ReactNode } from 'react';
import styles from './Columns.module.css';

/** Two stacks side by side, one below the other where room is short. */
export function Columns(props: {
  left: ReactNode;
  right: ReactNode;
  /** The left one gets two thirds of the room. */
  leftWider?: boolean;
}) {
  return (
    <div className={styles.columns} data-left-wider={props.leftWider === true}>
      <div className={styles.column}>{props.left}</div>
      <div className={styles.column}>{props.right}</div>
    </div>
  );
}
