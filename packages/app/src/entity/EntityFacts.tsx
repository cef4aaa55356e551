import { ANNOTATION_VIEW_URL, type Entity } from '@backstage/catalog-model';
import { Link } from '@backstage/ui';
import { Card } from '@cairn/plugin-platform-react';
import { FactList, type Fact } from '../parts/FactList';
import styles from './EntityOverview.module.css';

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}

/** What the catalog knows of the entity itself: what it is, where to find it. */
export function EntityFacts({ entity }: { entity: Entity }) {
  const { profile } = (entity.spec ?? {}) as { profile?: { email?: string } };
  const viewUrl = text(entity.metadata.annotations?.[ANNOTATION_VIEW_URL]);
  const facts: Fact[] = [
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
  for (const link of links) {
    facts.push([
      'Link',
      <Link key={link.url} href={link.url}>
        {link.title ?? link.url}
      </Link>,
    ]);
  }
  return (
    <Card title="Facts">
      <div className={styles.facts}>
        <p className={styles.description}>
          {entity.metadata.description ?? 'No description yet.'}
        </p>
        <FactList facts={facts} />
      </div>
    </Card>
  );
}
