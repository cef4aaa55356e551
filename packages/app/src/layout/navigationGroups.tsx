import type { ReactElement } from 'react';
import {
  RiArchiveStackLine,
  RiBookOpenLine,
  RiDatabase2Line,
  RiFileCodeLine,
  RiHome5Line,
  RiLineChartLine,
  RiNotification3Line,
  RiPlugLine,
  RiRocket2Line,
  RiSearchLine,
  RiToolsLine,
} from '@remixicon/react';

/** An entry of the navigation; it is shown only where the page is installed. */
export interface NavigationEntry {
  /** Id of the page extension it leads to. */
  page: string;
  label: string;
  icon: ReactElement;
  /** Keys that lead there from anywhere, as people write them. */
  keys?: string;
}

/** Entries under one small label; the order is that of a developer's day. */
export interface NavigationGroup {
  label?: string;
  place: 'top' | 'bottom';
  entries: NavigationEntry[];
}

export const navigationGroups: NavigationGroup[] = [
  {
    place: 'top',
    entries: [
      {
        page: 'page:search',
        label: 'Search',
        icon: <RiSearchLine size={20} />,
        keys: '/',
      },
      { page: 'page:home', label: 'Home', icon: <RiHome5Line size={20} /> },
    ],
  },
  {
    label: 'Build',
    place: 'top',
    entries: [
      {
        page: 'page:scaffolder',
        label: 'Create',
        icon: <RiToolsLine size={20} />,
      },
      {
        page: 'page:claims',
        label: 'Databases',
        icon: <RiDatabase2Line size={20} />,
      },
      {
        page: 'page:golden-paths/score',
        label: 'Score playground',
        icon: <RiFileCodeLine size={20} />,
      },
    ],
  },
  {
    label: 'Run',
    place: 'top',
    entries: [
      {
        page: 'page:catalog',
        label: 'Catalog',
        icon: <RiArchiveStackLine size={20} />,
      },
      {
        page: 'page:delivery',
        label: 'Delivery',
        icon: <RiRocket2Line size={20} />,
      },
      { page: 'page:api-docs', label: 'APIs', icon: <RiPlugLine size={20} /> },
    ],
  },
  {
    label: 'Improve',
    place: 'top',
    entries: [
      {
        page: 'page:dora',
        label: 'Performance',
        icon: <RiLineChartLine size={20} />,
      },
    ],
  },
  {
    place: 'bottom',
    entries: [
      {
        page: 'page:techdocs',
        label: 'Docs',
        icon: <RiBookOpenLine size={20} />,
      },
      {
        page: 'page:notifications',
        label: 'Notifications',
        icon: <RiNotification3Line size={20} />,
      },
    ],
  },
];
