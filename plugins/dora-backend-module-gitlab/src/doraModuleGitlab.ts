import { createBackendModule } from '@backstage/backend-plugin-api';
import { doraCollectorExtensionPoint } from '@cairn/plugin-dora-node';
import { gitlabCollector } from './gitlabCollector';

/**
 * Facts of delivery from GitLab.
 *
 * @public
 */
export const doraModuleGitlab = createBackendModule({
  pluginId: 'dora',
  moduleId: 'gitlab',
  register(env) {
    env.registerInit({
      deps: { collectors: doraCollectorExtensionPoint },
      async init({ collectors }) {
        collectors.addWebhook(gitlabCollector);
      },
    });
  },
});
