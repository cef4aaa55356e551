import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { doraCollectorExtensionPoint } from '@cairn/plugin-dora-node';
import { createAlertmanagerCollector } from './createAlertmanagerCollector';
import { readAlertmanagerOptions } from './readAlertmanagerOptions';

/**
 * Incidents from Alertmanager.
 *
 * @public
 */
export const doraModuleAlertmanager = createBackendModule({
  pluginId: 'dora',
  moduleId: 'alertmanager',
  register(env) {
    env.registerInit({
      deps: {
        collectors: doraCollectorExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ collectors, config }) {
        collectors.addWebhook(
          createAlertmanagerCollector(readAlertmanagerOptions(config)),
        );
      },
    });
  },
});
