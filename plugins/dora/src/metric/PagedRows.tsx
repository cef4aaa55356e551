import { Button } from '@backstage/ui';
import {
  EmptyState,
  FailurePanel,
  SkeletonRows,
  countOf,
} from '@cairn/plugin-platform-react';
import type { ReactNode } from 'react';
import type { usePages } from '../view/usePages';
import styles from './PagedRows.module.css';

interface PagedRowsProps {
  pages: ReturnType<typeof usePages>;
  /** What the rows are: `deployments`. */
  what: string;
  children: ReactNode;
}

/** The states of a list that grows page by page, around its table. */
export function PagedRows({ pages, what, children }: PagedRowsProps) {
  const { items, withheld = 0, loading, error } = pages;
  return (
    <>
      {error && (
        <FailurePanel
          title={`The ${what} could not be read.`}
          error={error}
          onRetry={pages.reload}
        />
      )}
      {withheld > 0 && (
        <p className={styles.note}>
          Those of {countOf(withheld, 'component', 'components')} are not shown:
          you can see them when you belong to the owning team.
        </p>
      )}
      {loading && items.length === 0 && (
        <SkeletonRows rows={4} height={40} label={`Loading ${what}`} />
      )}
      {!loading && !error && items.length === 0 && (
        <EmptyState
          title={`No ${what} in this window${
            withheld > 0 ? ' that you can see' : ''
          }.`}
        />
      )}
      {items.length > 0 && children}
      {pages.hasMore && (
        <div className={styles.more}>
          <Button variant="secondary" onPress={pages.more} isDisabled={loading}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
