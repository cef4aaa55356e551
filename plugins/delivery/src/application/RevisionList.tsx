import type { Revision } from '@cairn/plugin-delivery-common';
import { Link } from '@backstage/ui';
import styles from './RevisionList.module.css';

/** Versions, each leading to its commit where its git host is known. */
export function RevisionList({ revisions }: { revisions: Revision[] }) {
  if (revisions.length === 0) {
    return <span title="Nothing is known to be deployed">–</span>;
  }
  return (
    <span className={styles.revisions}>
      {revisions.map(({ revision, short, url, repoUrl }) => {
        const title = repoUrl ? `${revision} of ${repoUrl}` : revision;
        return url ? (
          <Link
            key={revision}
            href={url}
            title={title}
            target="_blank"
            className={styles.revision}
          >
            {short}
          </Link>
        ) : (
          <span key={revision} title={title} className={styles.revision}>
            {short}
          </span>
        );
      })}
    </span>
  );
}
