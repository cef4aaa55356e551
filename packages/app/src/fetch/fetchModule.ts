import { FetchMiddlewares, createFetchApi } from '@backstage/core-app-api';
import {
  ApiBlueprint,
  configApiRef,
  createFrontendModule,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/frontend-plugin-api';
import { retryWhileStarting } from './retryWhileStarting';

/** In place of the framework's own, which it is otherwise the same as. */
const fetchApi = ApiBlueprint.make({
  name: 'fetch',
  params: defineParams =>
    defineParams({
      api: fetchApiRef,
      deps: {
        configApi: configApiRef,
        identityApi: identityApiRef,
        discoveryApi: discoveryApiRef,
      },
      factory: ({ configApi, identityApi, discoveryApi }) =>
        createFetchApi({
          middleware: [
            FetchMiddlewares.resolvePluginProtocol({ discoveryApi }),
            FetchMiddlewares.injectIdentityAuth({
              identityApi,
              config: configApi,
            }),
            retryWhileStarting(),
          ],
        }),
    }),
});

/** How the portal's pages speak with its backend. */
export const fetchModule = createFrontendModule({
  pluginId: 'app',
  extensions: [fetchApi],
});
