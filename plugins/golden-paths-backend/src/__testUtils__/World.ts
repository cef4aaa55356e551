import {
  createServiceFactory,
  type PermissionsServiceRequestOptions,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  catalogServiceRef,
  type CatalogService,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  isScaffoldedServiceOwner,
  nameCheckPermission,
} from '@cairn/plugin-golden-paths-common';
import {
  namespaceTenancyServiceRef,
  personServiceRef,
  watchCacheServiceRef,
  type CachedObject,
  type WatchCache,
} from '@cairn/plugin-platform-node';
import type { TenantNamespace } from '@cairn/plugin-platform-common';
import { goldenPathsPlugin } from '../plugin';
import { teams } from './people';

/** What the plugin runs in: a catalog, a policy, people and clusters, each as a test wants it. */
export class World {
  entities: Entity[] = [];
  catalogIsDown = false;
  /** `ownership` as the product has it; `allow` switches the policy off, `deny` lets nobody. */
  policy: 'ownership' | 'allow' | 'deny' = 'ownership';
  objects: CachedObject[] = [];
  tenants: TenantNamespace[] = [];
  clusterIsDown = false;
  readonly audit = { success: jest.fn(), fail: jest.fn() };
  readonly auditor = mockServices.auditor.mock();

  async start(options: { gitea?: object[] } = {}) {
    this.auditor.createEvent.mockResolvedValue(this.audit);
    const { server } = await startTestBackend({
      features: [
        goldenPathsPlugin,
        this.#permissions().factory,
        this.auditor.factory,
        mockServices.rootConfig.factory({
          data: { integrations: { gitea: options.gitea ?? [] } },
        }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => this.#catalog(),
        }),
        createServiceFactory({
          service: personServiceRef,
          deps: {},
          factory: () => ({
            getPerson: async ({ principal }) => ({
              userRef: principal.userEntityRef,
              groupRefs: teams[principal.userEntityRef] ?? [],
            }),
          }),
        }),
        createServiceFactory({
          service: watchCacheServiceRef,
          deps: {},
          factory: () => this.#cache(),
        }),
        createServiceFactory({
          service: namespaceTenancyServiceRef,
          deps: {},
          factory: () => ({
            list: async () => ({
              items: this.tenants,
              sources: [this.#source('namespaces')],
            }),
            find: async () => undefined,
          }),
        }),
      ],
    });
    return server;
  }

  #catalog(): CatalogService {
    const current = () => {
      if (this.catalogIsDown) {
        throw new ServiceUnavailableError('The catalog is down');
      }
      return catalogServiceMock({ entities: this.entities });
    };
    return catalogServiceMock.mock({
      getEntities: async (...args) => current().getEntities(...args),
      getEntityByRef: async (...args) => current().getEntityByRef(...args),
      getEntitiesByRefs: async (...args) =>
        current().getEntitiesByRefs(...args),
    });
  }

  #permissions() {
    const { ALLOW, DENY, CONDITIONAL } = AuthorizeResult;
    const always = { ownership: undefined, allow: ALLOW, deny: DENY } as const;
    const userOf = (options?: PermissionsServiceRequestOptions) =>
      ((options?.credentials?.principal ?? {}) as { userEntityRef?: string })
        .userEntityRef ?? '';
    return mockServices.permissions.mock({
      // Ben may look but makes nothing.
      authorize: async (requests, options) =>
        requests.map(({ permission }) => {
          const isRefused =
            isPermission(permission, nameCheckPermission) &&
            userOf(options) === 'user:default/ben';
          return {
            result: always[this.policy] ?? (isRefused ? DENY : ALLOW),
          };
        }),
      authorizeConditional: async (requests, options) =>
        requests.map((): PolicyDecision => {
          const result = always[this.policy];
          return result
            ? { result }
            : {
                result: CONDITIONAL,
                pluginId: 'golden-paths',
                resourceType: 'golden-paths-service',
                conditions: isScaffoldedServiceOwner({
                  owners: teams[userOf(options)] ?? [],
                }),
              };
        }),
    });
  }

  #cache(): WatchCache {
    return {
      list: async ({ kind, name, namespaces }) => ({
        items: this.objects.filter(
          ({ object }) =>
            object.kind === kind &&
            (name === undefined || object.metadata.name === name) &&
            (namespaces === undefined ||
              namespaces.includes(object.metadata.namespace ?? '')),
        ),
        sources: [this.#source(kind)],
      }),
      subscribe: () => () => {},
      health: () => [],
    };
  }

  #source(resource: string) {
    return {
      cluster: 'hub',
      resource,
      state: this.clusterIsDown ? ('stale' as const) : ('synced' as const),
    };
  }
}
