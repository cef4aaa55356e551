import { VisuallyHidden } from '@backstage/ui';
import styles from './MiddleEllipsis.module.css';

/** Names of one kind differ at the end more often than at the start; so much of the end is kept. */
const tailLength = 8;

/** A long name on one line, shortened in the middle where room is short, whole on hover. */
export function MiddleEllipsis({ text }: { text: string }) {
  const split = Math.max(0, text.length - tailLength);
  return (
    <span className={styles.whole} title={text}>
      <VisuallyHidden>{text}</VisuallyHidden>
      <span className={styles.head} aria-hidden>
        {text.slice(0, split)}
      </span>
      <span className={styles.tail} aria-hidden>
        {text.slice(split)}
      </span>
    </span>
  );
}
