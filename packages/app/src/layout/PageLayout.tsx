import type { PageLayoutProps } from '@backstage/frontend-plugin-api';
import { NavLink, useLocation, useResolvedPath } from 'react-router-dom';
import styles from './PageLayout.module.css';

/** Entities' pages bring a header and a `main` of their own. */
const entityPage = /^\/catalog\/[^/]+\/[^/]+\/[^/]+/;
/** Documents bring a header, but no `main`. */
const documentPage = /^\/docs\/[^/]+\/[^/]+\/[^/]+/;

/** The frame of pages that are not ours: one heading, tabs as links, the content. */
export function CairnPageLayout(props: PageLayoutProps) {
  const { title, noHeader, headerActions, tabs, children } = props;
  const { pathname } = useLocation();
  const parentPath = useResolvedPath('.').pathname.replace(/\/$/, '');
  if (documentPage.test(pathname)) return <main>{children}</main>;
  if (noHeader || entityPage.test(pathname)) return <>{children}</>;
  return (
    <main className={styles.page}>
      <header className={styles.header}>
        <div className={styles.titleRow}>
          <h1 className={styles.title}>{title}</h1>
          {headerActions && (
            <div className={styles.actions}>{headerActions}</div>
          )}
        </div>
        {tabs && tabs.length > 1 && (
          <nav aria-label={title} className={styles.tabs}>
            {tabs.map(tab => (
              <NavLink
                key={tab.id}
                to={
                  tab.href.startsWith('/')
                    ? tab.href
                    : `${parentPath}/${tab.href}`
                }
                className={styles.tab}
              >
                {tab.label}
              </NavLink>
            ))}
          </nav>
        )}
      </header>
      <div className={styles.content}>{children}</div>
    </main>
  );
}
