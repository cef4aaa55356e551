import { useId, type ReactNode } from 'react';
import styles from './FormSection.module.css';

interface FormSectionProps {
  title: string;
  sentence: string;
  children: ReactNode;
}

/** A part of a form, with a sentence that says what it is about. */
export function FormSection({ title, sentence, children }: FormSectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      <p className={styles.sentence}>{sentence}</p>
      <div className={styles.fields}>{children}</div>
    </section>
  );
}
