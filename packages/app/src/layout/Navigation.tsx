import { useEffect, useState } from 'react';
import { NavLink, useLocation } from 'react-router-dom';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import { RiCloseLine, RiMenuLine } from '@remixicon/react';
import { CairnMark } from '../brand/CairnMark';
import { UnreadCount } from '../notifications/UnreadCount';
import { navigationGroups, type NavigationEntry } from './navigationGroups';
import { PersonMenu } from './PersonMenu';
import { useGoldenPathsExist } from './useGoldenPathsExist';
import { useSearchShortcut } from './useSearchShortcut';
import styles from './Navigation.module.css';

interface ResolvedEntry extends NavigationEntry {
  href: string;
}

/** The sidebar: our groups in our order, over whatever pages are installed. */
export function Navigation({ navItems }: NavContentComponentProps) {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const goldenPathsExist = useGoldenPathsExist();
  useEffect(() => setOpen(false), [pathname]);

  const items = navItems.clone();
  const resolve = (entry: NavigationEntry): ResolvedEntry[] => {
    // Without a single golden path, Create would lead to an empty page.
    if (entry.page === 'page:scaffolder' && !goldenPathsExist) return [];
    const item = items.take(entry.page);
    return item ? [{ ...entry, href: item.href }] : [];
  };
  const groups = navigationGroups
    .map(group => ({ ...group, entries: group.entries.flatMap(resolve) }))
    .filter(group => group.entries.length > 0);
  const search = groups
    .flatMap(group => group.entries)
    .find(entry => entry.page === 'page:search');
  useSearchShortcut(search?.href);

  return (
    <nav className={styles.bar} aria-label="Main">
      <div className={styles.head}>
        <NavLink to="/" className={styles.brand} aria-label="Cairn, home">
          <CairnMark size={24} />
          <span className={styles.brandName}>Cairn</span>
        </NavLink>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls="cairn-navigation"
          onClick={() => setOpen(!open)}
        >
          {open ? <RiCloseLine size={20} /> : <RiMenuLine size={20} />}
          Menu
        </button>
      </div>
      <div className={styles.groups} id="cairn-navigation" data-open={open}>
        {groups
          .filter(group => group.place === 'top')
          .map(group => (
            <Group key={group.label ?? 'start'} {...group} />
          ))}
        <div className={styles.spring} />
        {groups
          .filter(group => group.place === 'bottom')
          .map(group => (
            <Group key="end" {...group} />
          ))}
        <PersonMenu />
      </div>
    </nav>
  );
}

function Group(props: { label?: string; entries: ResolvedEntry[] }) {
  const list = (
    <ul className={styles.list} aria-label={props.label}>
      {props.entries.map(entry => (
        <li key={entry.page}>
          <NavLink
            to={entry.href}
            end={entry.href === '/'}
            className={styles.entry}
            title={entry.label}
          >
            {entry.icon}
            <span className={styles.label}>{entry.label}</span>
            {entry.page === 'page:notifications' && <UnreadCount />}
            {entry.keys && (
              <kbd className={styles.keys} aria-hidden>
                {entry.keys}
              </kbd>
            )}
          </NavLink>
        </li>
      ))}
    </ul>
  );
  return (
    <div className={styles.group}>
      {props.label && (
        <span className={styles.groupLabel} aria-hidden>
          {props.label}
        </span>
      )}
      {list}
    </div>
  );
}
