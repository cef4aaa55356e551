import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import {
  personServiceRef,
  watchCacheServiceRef,
} from '@cairn/plugin-platform-node';
import { createApplicationAction } from './actions/createApplicationAction';
import { createCiDispatchAction } from './actions/createCiDispatchAction';
import { createPublishAction } from './actions/createPublishAction';
import { createRegisterAction } from './actions/createRegisterAction';
import { createScoreRenderAction } from './actions/createScoreRenderAction';
import { createSkeletonAction } from './actions/createSkeletonAction';
import { ProvisionerReader } from './clients/ProvisionerReader';
import { TeamGuard } from './people/TeamGuard';
import { readSettings } from './readSettings';

/**
 * The steps of golden paths.
 *
 * @public
 */
export const scaffolderModuleGoldenPath = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'golden-path',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        reader: coreServices.urlReader,
        catalog: catalogServiceRef,
        people: personServiceRef,
        cache: watchCacheServiceRef,
      },
      async init({ actions, auth, config, reader, catalog, people, cache }) {
        const settings = readSettings(config);
        const integrations = ScmIntegrations.fromConfig(config);
        const { organisations, imageRegistry } = settings;
        const guard = TeamGuard.create({ auth, people, organisations });
        const provisioners = ProvisionerReader.create({ cache });
        actions.addActions(
          createSkeletonAction({ settings, reader, integrations }),
          createScoreRenderAction({ provisioners, imageRegistry }),
          createPublishAction({ settings, integrations, guard }),
          createApplicationAction({ settings, integrations, guard }),
          createCiDispatchAction({ integrations, guard }),
          createRegisterAction({ catalog, guard }),
        );
      },
    });
  },
});
