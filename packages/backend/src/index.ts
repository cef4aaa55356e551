import { createBackend } from '@backstage/backend-defaults';
import { httpRouter } from './httpRouter';
import { permissionPolicyLoader } from './permissionPolicyLoader';

const backend = createBackend();

backend.add(httpRouter);

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(permissionPolicyLoader);

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-gitea'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-workspace-database'),
);
backend.add(import('@cairn/plugin-scaffolder-backend-module-golden-path'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(import('@cairn/plugin-techdocs-backend-module-markdown'));
backend.add(import('@backstage/plugin-kubernetes-backend'));

backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@cairn/plugin-claims-backend'));
backend.add(import('@cairn/plugin-delivery-backend'));
backend.add(import('@cairn/plugin-dora-backend'));
backend.add(import('@cairn/plugin-dora-backend-module-argocd'));
backend.add(import('@cairn/plugin-dora-backend-module-github'));
backend.add(import('@cairn/plugin-dora-backend-module-gitlab'));
backend.add(import('@cairn/plugin-dora-backend-module-gitea'));
backend.add(import('@cairn/plugin-dora-backend-module-alertmanager'));
backend.add(import('@cairn/plugin-dora-backend-module-pagerduty'));
backend.add(import('@cairn/plugin-dora-backend-module-cdevents'));
backend.add(import('@cairn/plugin-golden-paths-backend'));

// A failed start is reported by the backend itself, which then ends the process.
void backend.start();
