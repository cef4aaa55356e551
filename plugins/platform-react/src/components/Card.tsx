import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import styles from './Card.module.css';

interface CardProps {
  title: string;
  /** Beside the title: how many there are. */
  count?: number;
  /** Where all of it is. */
  more?: { href: string; label: string };
  /** The title is only for screen readers: the page's own heading says it. */
  untitled?: boolean;
  children: ReactNode;
}

/** The portal's card: a heading, its content, the way to the rest. */
export function Card({ title, count, more, untitled, children }: CardProps) {
  return (
    <section className={styles.card} aria-label={title}>
      {!untitled && (
        <header className={styles.header}>
          <h2 className={styles.title}>{title}</h2>
          {count !== undefined && count > 0 && (
            <span className={styles.count}>
              {count.toLocaleString('en-GB')}
            </span>
          )}
          {more && (
            <Link href={more.href} className={styles.more} standalone>
              {more.label}
            </Link>
          )}
        </header>
      )}
      {children}
    </section>
  );
}

interface CardRowProps {
  href: string;
  title: string;
  /** Second line. */
  text?: ReactNode;
  /** At the right. Text goes below the rest where room is short, anything else stays. */
  aside?: ReactNode;
}

/** One line of a card; the whole of it leads to the thing. */
export function CardRow({ href, title, text, aside }: CardRowProps) {
  return (
    <li className={styles.row} data-wraps={typeof aside === 'string'}>
      <div className={styles.main}>
        <Link href={href} className={styles.link} standalone>
          {title}
        </Link>
        {text && <div className={styles.text}>{text}</div>}
      </div>
      {aside && <div className={styles.aside}>{aside}</div>}
    </li>
  );
}

/** The lines of a card. */
export function CardRows({
  label,
  children,
}: {
  label?: string;
  children: ReactNode;
}) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {children}
    </ul>
  );
}
