import { createBackendModule } from '@backstage/backend-plugin-api';
import { doraCollectorExtensionPoint } from '@cairn/plugin-dora-node';
import { giteaCollector } from './giteaCollector';

/**
 * Facts of delivery from Gitea and Forgejo.
 *
 * @public
 */
export const doraModuleGitea = createBackendModule({
  pluginId: 'dora',
  moduleId: 'gitea',
  register(env) {
    env.registerInit({
      deps: { collectors: doraCollectorExtensionPoint },
      async init({ collectors }) {
        collectors.addWebhook(giteaCollector);
      },
    });
  },
});
