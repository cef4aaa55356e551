import {
  PageBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import { RiSettings3Line } from '@remixicon/react';

const settingsPage = PageBlueprint.make({
  params: {
    path: '/settings',
    routeRef: userSettingsPlugin.routes.root,
    title: 'Settings',
    icon: <RiSettings3Line />,
    noHeader: true,
    loader: async () => {
      const { SettingsPage } = await import('./SettingsPage');
      return <SettingsPage />;
    },
  },
});

const off = { disabled: true } as const;

/** One page of settings in place of upstream's three; the other two say nothing a person can use here. */
export const settingsPageModule = createFrontendModule({
  pluginId: 'user-settings',
  extensions: [
    settingsPage,
    userSettingsPlugin
      .getExtension('sub-page:user-settings/general')
      .override(off),
    userSettingsPlugin
      .getExtension('sub-page:user-settings/auth-providers')
      .override(off),
    userSettingsPlugin
      .getExtension('sub-page:user-settings/feature-flags')
      .override(off),
  ],
});
