import type { ReactNode } from 'react';
import { ANNOTATION_VIEW_URL, type Entity } from '@backstage/catalog-model';
import { Link } from '@backstage/ui';
import { HomeCard } from '../home/HomeCard';
import styles from './EntityOverview.module.css';

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}

/** What the catalog knows of the entity itself: what it is, where to find it. */
export function EntityFacts({ entity }: { entity: Entity }) {
  const { profile } = (entity.spec ?? {}) as { profile?: { email?: string } };
  const viewUrl = text(entity.metadata.annotations?.[ANNOTATION_VIEW_URL]);
  const facts: Array<[label: string, value: ReactNode]> = [
    ['Name', <code key="name">{entity.metadata.name}</code>],
  ];
  const { email } = profile ?? {};
  if (email) {
    facts.push([
      'E-mail',
      <Link key="email" href={`mailto:${email}`}>
        {email}
      </Link>,
    ]);
  }
  const { tags = [], links = [] } = entity.metadata;
  if (tags.length > 0) facts.push(['Tags', tags.join(', ')]);
  if (viewUrl?.startsWith('http')) {
    facts.push([
      'Source',
      <Link key="source" href={viewUrl}>
        Open
      </Link>,
    ]);
  }
  return (
    <HomeCard title="Facts">
      <div className={styles.facts}>
        <p className={styles.description}>
          {entity.metadata.description ?? 'No description yet.'}
        </p>
        <dl>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {links.map(link => (
            <div key={link.url}>
              <dt>Link</dt>
              <dd>
                <Link href={link.url}>{link.title ?? link.url}</Link>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </HomeCard>
  );
}
