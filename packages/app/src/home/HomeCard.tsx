import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import styles from './HomeCard.module.css';

interface HomeCardProps {
  title: string;
  /** Beside the title: how many there are. */
  count?: number;
  /** Where all of it is. */
  more?: { href: string; label: string };
  children: ReactNode;
}

/** A card of the home page: a heading, its content, the way to the rest. */
export function HomeCard({ title, count, more, children }: HomeCardProps) {
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        {count !== undefined && count > 0 && (
          <span className={styles.count}>{count.toLocaleString('en-GB')}</span>
        )}
        {more && (
          <Link href={more.href} className={styles.more} standalone>
            {more.label}
          </Link>
        )}
      </header>
      {children}
    </section>
  );
}

interface HomeRowProps {
  href: string;
  title: string;
  /** Second line. */
  text?: ReactNode;
  /** At the right. */
  aside?: ReactNode;
}

/** One line of a card; the whole of it leads to the thing. */
export function HomeRow({ href, title, text, aside }: HomeRowProps) {
  return (
    <li className={styles.row}>
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
export function HomeRows({ children }: { children: ReactNode }) {
  return <ul className={styles.rows}>{children}</ul>;
}
