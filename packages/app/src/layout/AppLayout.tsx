import type { ReactNode } from 'react';
import styles from './AppLayout.module.css';

interface AppLayoutProps {
  nav: ReactNode;
  content: ReactNode;
}

const contentId = 'cairn-content';

/** The frame of every page: a way past the navigation, the navigation, the page. */
export function AppLayout({ nav, content }: AppLayoutProps) {
  return (
    <div className={styles.frame}>
      <a
        className={styles.skip}
        href={`#${contentId}`}
        onClick={event => {
          // The address stays as it is: a fragment would end up in links people share.
          event.preventDefault();
          document.getElementById(contentId)?.focus();
        }}
      >
        Skip to content
      </a>
      <div className={styles.nav}>{nav}</div>
      <div className={styles.content} id={contentId} tabIndex={-1}>
        {content}
      </div>
    </div>
  );
}
