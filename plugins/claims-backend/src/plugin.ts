import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  namespaceTenancyServiceRef,
  userKubernetesClientServiceRef,
  watchCacheServiceRef,
} from '@cairn/plugin-platform-node';
import { registerClaimActions } from './actions/registerClaimActions';
import { DatabaseNoticeStore } from './database/DatabaseNoticeStore';
import { claimResourceRef } from './permissions/claimResourceRef';
import { registerClaimPermissions } from './permissions/registerClaimPermissions';
import { readPlatformGroups } from './readPlatformGroups';
import { createRouter } from './router';
import { AuthorizedClaimService } from './services/AuthorizedClaimService';
import { ClaimReader } from './services/ClaimReader';
import { systemClock } from './services/Clock';
import { ComposedReader } from './services/ComposedReader';
import { DefaultClaimService } from './services/DefaultClaimService';
import { OfferingReader } from './services/OfferingReader';
import { SettledStates } from './services/SettledStates';
import { ClaimsWatcherTask } from './tasks/ClaimsWatcherTask';
import { pruneNotices } from './tasks/pruneNotices';

/**
 * Self-service resources from Crossplane definitions.
 *
 * @public
 */
export const claimsPlugin = createBackendPlugin({
  pluginId: 'claims',
  register(env) {
    env.registerInit({
      deps: {
        actions: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        catalog: catalogServiceRef,
        notifications: notificationService,
        signals: signalsServiceRef,
        cache: watchCacheServiceRef,
        client: userKubernetesClientServiceRef,
        tenancy: namespaceTenancyServiceRef,
      },
      async init(deps) {
        const { permissionsRegistry, tenancy, cache, client, logger } = deps;
        registerClaimPermissions({ registry: permissionsRegistry, tenancy });
        const offerings = OfferingReader.create({ cache });
        const clock = systemClock;
        const settled = SettledStates.create({ clock });
        const reader = ClaimReader.create({
          cache,
          composed: ComposedReader.create({ cache }),
          settled,
          clock,
        });
        const claims = AuthorizedClaimService.create({
          operations: DefaultClaimService.create({
            cache,
            client,
            tenancy,
            offerings,
            reader,
          }),
          permissions: deps.permissions,
          transformConditions: createConditionTransformer(
            permissionsRegistry.getPermissionRuleset(claimResourceRef),
          ),
          tenancy,
        });
        deps.httpRouter.use(
          await createRouter({
            claims,
            httpAuth: deps.httpAuth,
            auditor: deps.auditor,
            logger,
          }),
        );

        registerClaimActions({
          registry: deps.actions,
          claims,
          auth: deps.auth,
          auditor: deps.auditor,
          logger,
        });

        const notices = await DatabaseNoticeStore.create({
          database: deps.database,
        });
        await pruneNotices({ scheduler: deps.scheduler, notices, logger });
        const watcher = ClaimsWatcherTask.create({
          ...deps,
          offerings,
          reader,
          settled,
          clock,
          notices,
          platformGroups: readPlatformGroups(deps.config),
        });
        deps.lifecycle.addStartupHook(() => watcher.start());
        deps.lifecycle.addShutdownHook(() => watcher.stop());
      },
    });
  },
});
