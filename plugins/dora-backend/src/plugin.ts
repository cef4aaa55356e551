import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  doraCollectorExtensionPoint,
  type RunningCollector,
  type WebhookCollector,
} from '@cairn/plugin-dora-node';
import { createDora } from './createDora';
import { doraComponentResourceRef } from './permissions/doraResourceRef';
import { registerDoraPermissions } from './permissions/registerDoraPermissions';
import { scheduleTasks } from './tasks/scheduleTasks';

function addTo<T extends { id: string }>(all: Map<string, T>, one: T) {
  if (all.has(one.id)) {
    throw new Error(
      `There are two collectors with the id "${one.id}"; install one of their modules only.`,
    );
  }
  all.set(one.id, one);
}

/**
 * DORA's five metrics, from what sources tell of deployments, changes and incidents.
 *
 * @public
 */
export const doraPlugin = createBackendPlugin({
  pluginId: 'dora',
  register(env) {
    const webhooks = new Map<string, WebhookCollector>();
    const running = new Map<string, RunningCollector>();
    env.registerExtensionPoint(doraCollectorExtensionPoint, {
      addWebhook: collector => addTo(webhooks, collector),
      addRunning: collector => addTo(running, collector),
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        catalog: catalogServiceRef,
        notifications: notificationService,
      },
      async init(deps) {
        const dora = await createDora({
          ...deps,
          webhooks,
          running,
          registerPermissions(db) {
            registerDoraPermissions({
              registry: deps.permissionsRegistry,
              db,
            });
            return createConditionTransformer(
              deps.permissionsRegistry.getPermissionRuleset(
                doraComponentResourceRef,
              ),
            );
          },
        });
        deps.httpRouter.use(dora.webhookRouter);
        deps.httpRouter.use(dora.router);
        deps.httpRouter.addAuthPolicy({
          path: '/webhooks',
          allow: 'unauthenticated',
        });
        await scheduleTasks({ ...deps, dora });

        const stopping = new AbortController();
        deps.lifecycle.addStartupHook(async () => {
          dora.loop.start();
          for (const collector of running.values()) {
            await collector
              .start(dora.ingest, dora.directory, stopping.signal)
              .catch(error =>
                deps.logger.error(
                  `The collector ${collector.id} could not start`,
                  error,
                ),
              );
          }
        });
        deps.lifecycle.addShutdownHook(async () => {
          stopping.abort();
          await dora.loop.stop();
          await dora.stats.flush();
        });
      },
    });
  },
});
