import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { notificationsApiRef } from '@backstage/plugin-notifications';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Navigation } from './Navigation';

type NavItems = NavContentComponentProps['navItems'];
type NavItem = NonNullable<ReturnType<NavItems['take']>>;

/** The pages that are installed, as the framework hands them over. */
function itemsOf(pages: Record<string, string>): NavItems {
  const left = new Map(Object.entries(pages));
  const items: Pick<NavItems, 'take' | 'clone'> = {
    take(id) {
      const href = left.get(id);
      left.delete(id);
      return href === undefined ? undefined : ({ href } as NavItem);
    },
    clone: () => itemsOf(Object.fromEntries(left)),
  };
  return items as NavItems;
}

function renderNavigation(options: {
  pages: Record<string, string>;
  templates?: string[];
  unread?: number;
}) {
  const { pages, templates = [], unread = 0 } = options;
  renderInTestApp(<Navigation items={[]} navItems={itemsOf(pages)} />, {
    apis: [
      catalogApiMock({
        entities: templates.map(name => ({
          apiVersion: 'scaffolder.backstage.io/v1beta3',
          kind: 'Template',
          metadata: { name },
        })),
      }),
      mockApis.identity({
        userEntityRef: 'user:default/ada',
        displayName: 'Ada Okafor',
        ownershipEntityRefs: ['user:default/ada', 'group:default/payments'],
      }),
      [notificationsApiRef, { getStatus: async () => ({ unread, read: 0 }) }],
      [signalApiRef, { subscribe: () => ({ unsubscribe() {} }) }],
    ],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: ['/databases/sandbox/payments-dev/orders'],
  });
}

const allPages = {
  'page:api-docs': '/api-docs',
  'page:catalog': '/catalog',
  'page:claims': '/databases',
  'page:home': '/',
  'page:notifications': '/notifications',
  'page:scaffolder': '/create',
  'page:search': '/search',
  'page:techdocs': '/docs',
  'page:of-somebody-else': '/elsewhere',
};

describe('Navigation', () => {
  it('leads to the installed pages in our order, and says where one is', async () => {
    renderNavigation({ pages: allPages, templates: ['service'], unread: 3 });
    const bar = within(await screen.findByRole('navigation', { name: 'Main' }));
    expect(await bar.findByRole('link', { name: 'Create' })).toBeVisible();
    expect(await bar.findByText('3')).toBeVisible();
    const entries = bar
      .getAllByRole('listitem')
      .map(item => within(item).getByRole('link').getAttribute('title'));
    expect(entries).toEqual([
      'Search',
      'Home',
      'Create',
      'Databases',
      'Catalog',
      'APIs',
      'Docs',
      'Notifications',
    ]);
    expect(bar.getByRole('link', { name: 'Databases' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    expect(bar.getByRole('link', { name: 'Home' })).not.toHaveAttribute(
      'aria-current',
    );
  });

  it('leaves out what is not installed, and golden paths while there are none', async () => {
    renderNavigation({
      pages: { 'page:home': '/', 'page:scaffolder': '/create' },
    });
    expect(await screen.findByRole('link', { name: 'Home' })).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Create' })).toBeNull();
    expect(screen.queryByText('Run')).toBeNull();
  });

  it('tells the person who they are, and opens and closes on a phone', async () => {
    renderNavigation({ pages: allPages });
    expect(await screen.findByText('Ada Okafor')).toBeVisible();
    expect(screen.getByText('payments')).toBeVisible();
    const toggle = screen.getByRole('button', { name: 'Menu' });
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(toggle);
    expect(toggle).toHaveAttribute('aria-expanded', 'true');
    await userEvent.click(screen.getByRole('link', { name: 'Catalog' }));
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
  });
});
