import { createBackendModule } from '@backstage/backend-plugin-api';
import { doraCollectorExtensionPoint } from '@cairn/plugin-dora-node';
import { pagerdutyCollector } from './pagerdutyCollector';

/**
 * Facts of delivery from PagerDuty.
 *
 * @public
 */
export const doraModulePagerduty = createBackendModule({
  pluginId: 'dora',
  moduleId: 'pagerduty',
  register(env) {
    env.registerInit({
      deps: { collectors: doraCollectorExtensionPoint },
      async init({ collectors }) {
        collectors.addWebhook(pagerdutyCollector);
      },
    });
  },
});
