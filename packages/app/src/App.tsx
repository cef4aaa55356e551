import { createApp } from '@backstage/frontend-defaults';
import apiDocsPlugin from '@backstage/plugin-api-docs/alpha';
import appModuleUserSettings from '@backstage/plugin-app-module-user-settings';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import kubernetesPlugin from '@backstage/plugin-kubernetes/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import techdocsPlugin from '@backstage/plugin-techdocs/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import claimsPlugin from '@cairn/plugin-claims';
import deliveryPlugin from '@cairn/plugin-delivery';
import doraPlugin from '@cairn/plugin-dora';
import goldenPathsPlugin, {
  scaffolderModule,
} from '@cairn/plugin-golden-paths';
import { catalogIndexModules } from './catalog/catalogIndexModules';
import { entityPageModules } from './entity/entityPageModules';
import { fetchModule } from './fetch/fetchModule';
import { homePlugin } from './home/homePlugin';
import { layoutModule } from './layout/layoutModule';
import { notificationsPageModule } from './notifications/notificationsPageModule';
import { searchPageModule } from './search/searchPageModule';
import { settingsPageModule } from './settings/settingsPageModule';
import { signInModule } from './signIn/signInModule';
import { themeModule } from './theme/themeModule';

export default createApp({
  features: [
    apiDocsPlugin,
    appModuleUserSettings,
    catalogPlugin,
    ...catalogIndexModules,
    ...entityPageModules,
    catalogGraphPlugin,
    claimsPlugin,
    deliveryPlugin,
    doraPlugin,
    fetchModule,
    goldenPathsPlugin,
    homePlugin,
    kubernetesPlugin,
    layoutModule,
    notificationsPlugin,
    notificationsPageModule,
    orgPlugin,
    scaffolderPlugin,
    scaffolderModule,
    searchPlugin,
    searchPageModule,
    settingsPageModule,
    signInModule,
    signalsPlugin,
    techdocsPlugin,
    themeModule,
    userSettingsPlugin,
  ],
});
