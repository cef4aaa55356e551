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
import { createClaimAction } from './actions/createClaimAction';
import { createApplicationAction } from './actions/createApplicationAction';
import { createCiDispatchAction } from './actions/createCiDispatchAction';
import { createDashboardAction } from './actions/createDashboardAction';
import { createPublishAction } from './actions/createPublishAction';
import { createRegisterAction } from './actions/createRegisterAction';
import { createScoreRenderAction } from './actions/createScoreRenderAction';
import { createSkeletonAction } from './actions/createSkeletonAction';
import { ClaimsClient } from './claims/ClaimsClient';
import { NamesClient } from './claims/NamesClient';
import { PortalClient } from './clients/PortalClient';
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
        discovery: coreServices.discovery,
        reader: coreServices.urlReader,
        catalog: catalogServiceRef,
        people: personServiceRef,
        cache: watchCacheServiceRef,
      },
      async init(deps) {
        const { actions, auth, config, discovery, reader } = deps;
        const { catalog, people, cache } = deps;
        const settings = readSettings(config);
        const integrations = ScmIntegrations.fromConfig(config);
        const { organisations, imageRegistry } = settings;
        const guard = TeamGuard.create({ auth, people, organisations });
        const provisioners = ProvisionerReader.create({ cache });
        const portal = PortalClient.create({ auth, discovery });
        const claims = ClaimsClient.create({ portal });
        const names = NamesClient.create({ portal });
        actions.addActions(
          createClaimAction({ guard, provisioners, claims, names }),
          createSkeletonAction({ settings, reader, integrations }),
          createScoreRenderAction({ provisioners, imageRegistry }),
          createDashboardAction({ portalUrl: settings.portalUrl }),
          createPublishAction({ settings, integrations, guard }),
          createApplicationAction({ settings, integrations, guard }),
          createCiDispatchAction({ integrations, guard }),
          createRegisterAction({ auth, catalog, integrations, guard }),
        );
      },
    });
  },
});
