import {
  PageBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import { RiNotification3Line } from '@remixicon/react';

const notificationsPage = PageBlueprint.make({
  params: {
    path: '/notifications',
    routeRef: notificationsPlugin.routes.root,
    title: 'Notifications',
    icon: <RiNotification3Line />,
    noHeader: true,
    loader: async () => {
      const { NotificationsPage } = await import('./NotificationsPage');
      return <NotificationsPage />;
    },
  },
});

/** Our own list of notifications in place of upstream's table. */
export const notificationsPageModule = createFrontendModule({
  pluginId: 'notifications',
  extensions: [notificationsPage],
});
