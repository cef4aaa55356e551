import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import { RiArrowLeftSLine } from '@remixicon/react';
import { useDocumentTitle } from '../hooks/useDocumentTitle';
import styles from './PageFrame.module.css';

interface PageFrameProps {
  title: string;
  /** One sentence with the answer; a skeleton while it is not known. */
  sentence?: ReactNode;
  /** The one primary action. */
  action?: ReactNode;
  /** Beside the title, for example a state. */
  badge?: ReactNode;
  /** The page above this one. */
  back?: { href: string; label: string };
  children: ReactNode;
}

/** The anatomy of every page of ours: title and action, the answer in one sentence, content. */
export function PageFrame(props: PageFrameProps) {
  useDocumentTitle(props.title);
  return (
    <main className={styles.page}>
      <header className={styles.header}>
        {props.back && (
          <Link href={props.back.href} className={styles.back} standalone>
            <RiArrowLeftSLine size={16} aria-hidden />
            {props.back.label}
          </Link>
        )}
        <div className={styles.head}>
          <div className={styles.words}>
            <div className={styles.titleRow}>
              <h1 className={styles.title}>{props.title}</h1>
              {props.badge}
            </div>
            {props.sentence !== undefined && (
              <div className={styles.sentence}>{props.sentence}</div>
            )}
          </div>
          {props.action && <div className={styles.action}>{props.action}</div>}
        </div>
      </header>
      {props.children}
    </main>
  );
}
