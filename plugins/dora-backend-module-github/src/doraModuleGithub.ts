import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { doraCollectorExtensionPoint } from '@cairn/plugin-dora-node';
import { createGithubCollector } from './githubCollector';
import { readGithubOptions } from './readGithubOptions';

/**
 * Facts of delivery from GitHub.
 *
 * @public
 */
export const doraModuleGithub = createBackendModule({
  pluginId: 'dora',
  moduleId: 'github',
  register(env) {
    env.registerInit({
      deps: {
        collectors: doraCollectorExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ collectors, config }) {
        collectors.addWebhook(createGithubCollector(readGithubOptions(config)));
      },
    });
  },
});
