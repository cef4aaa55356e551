import type { ReactNode } from 'react';
import styles from './FactList.module.css';

/** What is known of a thing: name and value, one line each. */
export type Fact = [label: string, value: ReactNode];

/** Facts, one below the other. */
export function FactList({ facts }: { facts: Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value], index) => (
        // Two links may bear the same label.
        <div key={`${label} ${index}`}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
