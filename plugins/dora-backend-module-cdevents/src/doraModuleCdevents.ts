import { createBackendModule } from '@backstage/backend-plugin-api';
import { doraCollectorExtensionPoint } from '@cairn/plugin-dora-node';
import { cdeventsCollector } from './cdeventsCollector';

/**
 * Facts of delivery from CDEvents.
 *
 * @public
 */
export const doraModuleCdevents = createBackendModule({
  pluginId: 'dora',
  moduleId: 'cdevents',
  register(env) {
    env.registerInit({
      deps: { collectors: doraCollectorExtensionPoint },
      async init({ collectors }) {
        collectors.addWebhook(cdeventsCollector);
      },
    });
  },
});
