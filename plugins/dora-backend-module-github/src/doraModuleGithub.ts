import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { doraCollectorExtensionPoint } from '@cairn/plugin-dora-node';
import { createGithubCollector } from './githubCollector';
import { readGithubOptions, readSweepOptions } from './readGithubOptions';
import { GithubSweep } from './sweep/GithubSweep';
import { HttpGithubClient } from './sweep/HttpGithubClient';

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
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ collectors, config, logger, scheduler }) {
        const options = readGithubOptions(config);
        collectors.addWebhook(createGithubCollector(options));
        const integrations = ScmIntegrations.fromConfig(config);
        const sweep = readSweepOptions(config, integrations);
        if (!sweep) return;
        const credentials =
          DefaultGithubCredentialsProvider.fromIntegrations(integrations);
        const { integration, frequency, lookBack } = sweep;
        collectors.addRunning(
          GithubSweep.create({
            scheduler,
            logger,
            options,
            frequency,
            lookBack,
            host: integration.host,
            clientFor: signal =>
              HttpGithubClient.create({ integration, credentials, signal }),
          }),
        );
      },
    });
  },
});
