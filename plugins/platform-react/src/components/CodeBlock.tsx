import { CopyButton } from './CopyButton';
import styles from './CodeBlock.module.css';

interface CodeBlockProps {
  text: string;
  /** What it is, for example `manifest`; the copy button says "Copy manifest". */
  label: string;
  /** Height in pixels from which on it scrolls. */
  maxHeight?: number;
}

/** Text to be read and copied as it is. */
export function CodeBlock({ text, label, maxHeight }: CodeBlockProps) {
  return (
    <div className={styles.block}>
      <div className={styles.copy}>
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
      <pre
        // What scrolls has to be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={label}
        className={styles.code}
        style={{ maxHeight }}
      >
        <code>{text}</code>
      </pre>
    </div>
  );
}
