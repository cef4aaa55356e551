import type { ReactNode } from 'react';
import {
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  type Entity,
} from '@backstage/catalog-model';
import {
  EntityRefLinks,
  getEntityRelations,
  useEntity,
} from '@backstage/plugin-catalog-react';
import type { EntityHeaderLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import Breadcrumbs from '@material-ui/core/Breadcrumbs';
import { Link } from '@backstage/ui';
import { NavLink } from 'react-router-dom';
import { entityTitle } from '../catalog/EntityTable';
import styles from './EntityHeader.module.css';

/** Kinds as the catalog's index names them. */
const plurals: Record<string, string> = {
  Component: 'Components',
  System: 'Systems',
  Resource: 'Resources',
  Group: 'Teams and groups',
  User: 'People',
  Domain: 'Domains',
};

function indexOf(kind: string): { href: string; label: string } {
  if (kind === 'API') return { href: '/api-docs', label: 'APIs' };
  return { href: `/catalog?kind=${kind}`, label: plurals[kind] ?? kind };
}

function factsOf(entity: Entity): Array<[label: string, value: ReactNode]> {
  const facts: Array<[string, ReactNode]> = [];
  const { type, lifecycle } = entity.spec ?? {};
  if (typeof type === 'string') facts.push(['Type', type]);
  if (typeof lifecycle === 'string') facts.push(['Lifecycle', lifecycle]);
  for (const [label, relation] of [
    ['Owner', RELATION_OWNED_BY],
    ['Part of', RELATION_PART_OF],
  ]) {
    const refs = getEntityRelations(entity, relation);
    if (refs.length > 0) {
      facts.push([
        label,
        <EntityRefLinks key={label} entityRefs={refs} hideIcons />,
      ]);
    }
  }
  return facts;
}

/** The head of an entity's page: where it is in the catalog, its name, the facts, its tabs. */
export function EntityHeader({ tabs, activeTabId }: EntityHeaderLayoutProps) {
  const { entity } = useEntity();
  const index = indexOf(entity.kind);
  const links = tabs.flatMap(tab => ('items' in tab ? tab.items : [tab]));
  const facts = factsOf(entity);
  return (
    <header className={styles.header}>
      <Breadcrumbs aria-label="Where this is" className={styles.crumbs}>
        <Link href="/catalog">Catalog</Link>
        <Link href={index.href}>{index.label}</Link>
      </Breadcrumbs>
      <h1 className={styles.title}>{entityTitle(entity)}</h1>
      {facts.length > 0 && (
        <dl className={styles.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {links.length > 1 ? (
        <nav aria-label={entityTitle(entity)} className={styles.tabs}>
          {links.map(tab => (
            <NavLink
              key={tab.id}
              to={tab.href}
              className={styles.tab}
              aria-current={tab.id === activeTabId ? 'page' : undefined}
              end
            >
              {tab.label}
            </NavLink>
          ))}
        </nav>
      ) : (
        <div className={styles.noTabs} />
      )}
    </header>
  );
}
