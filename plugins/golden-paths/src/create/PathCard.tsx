import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { EntityName, countOf } from '@cairn/plugin-platform-react';
import { RiCheckLine } from '@remixicon/react';
import { useId } from 'react';
import { formatDay } from './formatDay';
import { LanguageMark } from './LanguageMark';
import type { KnownPath } from './usePaths';
import styles from './PathCard.module.css';

const mostLines = 8;

/** How many use it, in words. */
function Adoption({ path }: { path: KnownPath }) {
  const { adoption } = path;
  if (!adoption)
    return <span title="Who uses it is not known just now">–</span>;
  if (adoption.services === 0) return <>None yet</>;
  return <>{countOf(adoption.services, 'service', 'services')}</>;
}

interface PathCardProps {
  path: KnownPath;
  /** Where its form is. */
  href: string;
}

/** A golden path: what it is, what one gets, who keeps it; the whole card leads to its form. */
export function PathCard({ path, href }: PathCardProps) {
  const id = useId();
  const entityHref = useRouteRef(entityRouteRef);
  return (
    <li className={styles.card} aria-labelledby={id}>
      <div className={styles.about}>
        <LanguageMark language={path.language} />
        <div>
          <h2 className={styles.title}>
            <Link id={id} href={href} className={styles.link} standalone>
              {path.title}
            </Link>
          </h2>
          <p className={styles.description}>
            {path.description ?? 'No description yet.'}
          </p>
        </div>
      </div>
      {path.whatYouGet.length > 0 && (
        <ul className={styles.lines} aria-label="What you get">
          {path.whatYouGet.slice(0, mostLines).map(line => (
            <li key={line}>
              <RiCheckLine size={16} aria-hidden />
              {line}
            </li>
          ))}
        </ul>
      )}
      <dl className={styles.facts}>
        <div>
          <dt>Language</dt>
          <dd>{path.language ?? '–'}</dd>
        </div>
        <div>
          <dt>Kept by</dt>
          <dd>
            {path.owner ? (
              <Link
                href={entityHref?.(entityRouteParams(path.owner)) ?? ''}
                className={styles.owner}
              >
                <EntityName entityRef={path.owner} />
              </Link>
            ) : (
              '–'
            )}
          </dd>
        </div>
        <div>
          <dt>Used by</dt>
          <dd>
            <Adoption path={path} />
          </dd>
        </div>
        <div>
          <dt>Updated</dt>
          <dd>
            {[path.version, formatDay(path.updatedAt)]
              .filter(Boolean)
              .join(', ') || '–'}
          </dd>
        </div>
      </dl>
    </li>
  );
}
