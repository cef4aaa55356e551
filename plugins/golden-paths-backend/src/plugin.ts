import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  namespaceTenancyServiceRef,
  personServiceRef,
  watchCacheServiceRef,
} from '@cairn/plugin-platform-node';
import { CLI_PATHS, createCliRouter } from './cli/CliDownload';
import { registerGoldenPathPermissions } from './permissions/registerGoldenPathPermissions';
import { serviceResourceRef } from './permissions/serviceResourceRef';
import { readOptions } from './readOptions';
import { createRouter } from './router';
import { AuthorizedGoldenPathService } from './services/AuthorizedGoldenPathService';
import { ClusterNames } from './services/ClusterNames';
import { DefaultGoldenPathService } from './services/DefaultGoldenPathService';
import { NameChecker } from './services/NameChecker';
import { PathReader } from './services/PathReader';
import { ProvisionerReader } from './services/ProvisionerReader';
import { UpdateOpener } from './update/UpdateOpener';
import { UpdatePlanner } from './update/UpdatePlanner';
import { UpdateReader } from './update/UpdateReader';

/**
 * Golden paths: which there are and who uses them, free names, newer versions as pull requests, and the
 * check of catalog-info files.
 *
 * @public
 */
export const goldenPathsPlugin = createBackendPlugin({
  pluginId: 'golden-paths',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        reader: coreServices.urlReader,
        catalog: catalogServiceRef,
        cache: watchCacheServiceRef,
        person: personServiceRef,
        tenancy: namespaceTenancyServiceRef,
      },
      async init(deps) {
        const { catalog, permissionsRegistry, person } = deps;
        registerGoldenPathPermissions(permissionsRegistry);
        const integrations = ScmIntegrations.fromConfig(deps.config);
        const { platformGroups, author } = readOptions(deps.config);
        const provisioners = ProvisionerReader.create(deps);
        const planner = UpdatePlanner.create({
          ...deps,
          integrations,
          provisioners,
        });
        const paths = AuthorizedGoldenPathService.create({
          paths: DefaultGoldenPathService.create({
            catalog,
            paths: PathReader.create({ catalog }),
            names: NameChecker.create({
              catalog,
              integrations,
              clusters: ClusterNames.create(deps),
              person,
              platformGroups,
            }),
            provisioners,
            updates: UpdateReader.create({ catalog, integrations }),
            opener: UpdateOpener.create({ planner, author }),
          }),
          permissions: deps.permissions,
          transformConditions: createConditionTransformer(
            permissionsRegistry.getPermissionRuleset(serviceResourceRef),
          ),
          person,
          platformGroups,
        });
        deps.httpRouter.use(
          await createRouter({ ...deps, paths, cli: await createCliRouter() }),
        );
        for (const path of CLI_PATHS) {
          deps.httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
        }
      },
    });
  },
});
