import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { createOpenApiRouter } from './schema/openapi';

/**
 * Self-service resources from Crossplane definitions.
 *
 * @public
 */
export const claimsPlugin = createBackendPlugin({
  pluginId: 'claims',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        httpRouter.use(await createOpenApiRouter());
      },
    });
  },
});
