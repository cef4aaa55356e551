import styles from './LanguageMark.module.css';

/** Two letters for each language the platform has paths for; anything else by its first letters. */
const letters: Record<string, string> = {
  TypeScript: 'TS',
  JavaScript: 'JS',
  Go: 'Go',
  Java: 'Ja',
  Python: 'Py',
  React: 'Re',
};

/** A language at a glance. It says nothing that is not written beside it. */
export function LanguageMark({ language }: { language: string | undefined }) {
  const text = language ? letters[language] ?? language.slice(0, 2) : '–';
  return (
    <span className={styles.mark} aria-hidden>
      {text}
    </span>
  );
}
