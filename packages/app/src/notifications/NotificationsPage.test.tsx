import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  notificationsApiRef,
  type GetNotificationsOptions,
  type NotificationsApi,
} from '@backstage/plugin-notifications';
import { signalApiRef, type SignalApi } from '@backstage/plugin-signals-react';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NotificationsPage } from './NotificationsPage';
import type { NotificationItem } from './useNotifications';

/** Notifications over an array; tells its listeners of changes as the signals do. */
class InMemoryNotifications
  implements
    Pick<
      NotificationsApi,
      'getNotifications' | 'getStatus' | 'updateNotifications'
    >
{
  items: NotificationItem[] = [];
  readonly #listeners = new Set<() => void>();

  add(id: string, title: string) {
    this.items.unshift({
      id,
      user: 'user:default/ada',
      created: new Date('2026-11-20T10:00:00Z'),
      origin: 'plugin:claims',
      payload: { title, link: `/databases/${id}` },
    });
    this.#listeners.forEach(listener => listener());
  }

  async getNotifications(options?: GetNotificationsOptions) {
    const notifications = this.items.filter(
      item => options?.read !== false || !item.read,
    );
    return { notifications, totalCount: notifications.length };
  }

  async getStatus() {
    const unread = this.items.filter(item => !item.read).length;
    return { unread, read: this.items.length - unread };
  }

  async updateNotifications(options: { ids: string[]; read?: boolean }) {
    this.items = this.items.map(item =>
      options.ids.includes(item.id)
        ? { ...item, read: options.read ? new Date() : undefined }
        : item,
    );
    this.#listeners.forEach(listener => listener());
    return this.items.filter(item => options.ids.includes(item.id));
  }

  readonly signals: SignalApi = {
    subscribe: (_channel, onMessage) => {
      // The page takes a signal as a reason to look again, whatever it says.
      const listener = () => (onMessage as (message: object) => void)({});
      this.#listeners.add(listener);
      return {
        unsubscribe: () => {
          this.#listeners.delete(listener);
        },
      };
    },
  };
}

function renderPage(notifications: InMemoryNotifications) {
  return renderInTestApp(<NotificationsPage />, {
    apis: [
      [notificationsApiRef, notifications],
      [signalApiRef, notifications.signals],
    ],
  });
}

describe('NotificationsPage', () => {
  it('says that there is nothing new', async () => {
    renderPage(new InMemoryNotifications());
    expect(await screen.findByText('Nothing new.')).toBeInTheDocument();
    expect(
      await screen.findByText('You have read everything.'),
    ).toBeInTheDocument();
  });

  it('marks one as read, and keeps it under All', async () => {
    const notifications = new InMemoryNotifications();
    notifications.add('orders', 'Database orders is ready');
    notifications.add('stock', 'Database stock is ready');
    renderPage(notifications);
    expect(await screen.findByText('2 unread.')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Mark as read: Database orders is ready',
      }),
    );
    expect(await screen.findByText('1 unread.')).toBeInTheDocument();
    await waitFor(() =>
      expect(
        screen.queryByRole('link', { name: 'Database orders is ready' }),
      ).toBeNull(),
    );
    await userEvent.click(screen.getByRole('radio', { name: 'All' }));
    expect(
      await screen.findByRole('button', {
        name: 'Mark as unread: Database orders is ready',
      }),
    ).toBeInTheDocument();
  });

  it('takes one as read when its link is followed', async () => {
    const notifications = new InMemoryNotifications();
    notifications.add('orders', 'Database orders is ready');
    renderPage(notifications);
    await userEvent.click(
      await screen.findByRole('link', { name: 'Database orders is ready' }),
    );
    await waitFor(() => expect(notifications.items[0].read).toBeDefined());
  });

  it('shows what comes while it is open', async () => {
    const notifications = new InMemoryNotifications();
    renderPage(notifications);
    expect(await screen.findByText('Nothing new.')).toBeInTheDocument();
    act(() => notifications.add('orders', 'Database orders is ready'));
    expect(
      await screen.findByRole('link', { name: 'Database orders is ready' }),
    ).toHaveAttribute('href', '/databases/orders');
  });
});
