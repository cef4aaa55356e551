import { useId, type ReactNode } from 'react';
import styles from './Panel.module.css';

interface PanelProps {
  title: string;
  sentence?: string;
  children: ReactNode;
}

/** A part of the detail page under its own heading. */
export function Panel({ title, sentence, children }: PanelProps) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {sentence && <p className={styles.sentence}>{sentence}</p>}
      {children}
    </section>
  );
}
