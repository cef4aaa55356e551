import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  createServiceFactory,
  type AuditorService,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
  type ServiceMock,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { isClaimNamespaceOwner } from '@cairn/plugin-claims-common';
import {
  namespaceTenancyServiceRef,
  userKubernetesClientServiceRef,
  watchCacheServiceRef,
} from '@cairn/plugin-platform-node';
import { claimsPlugin } from '../plugin';
import type { MemoryPlatform } from './MemoryPlatform';

// A backend starts slowly on a machine that does much else.
jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
let database: ReturnType<typeof databases.init> | undefined;

/** Groups of the people in these tests. */
const GROUPS: Record<string, string[]> = {
  'user:default/ada': ['group:default/payments'],
  'user:default/ben': ['group:default/logistics'],
};

const PEOPLE = Object.entries({
  ...GROUPS,
  'user:default/dev': ['group:default/platform'],
}).map(([user, groups]) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: user.split('/')[1], namespace: 'default' },
  spec: {},
  relations: groups.map(targetRef => ({ type: 'memberOf', targetRef })),
}));

/** A policy like the product's: act on what your groups own; the platform team everywhere. */
export function ownershipPolicy(): ServiceMock<PermissionsService> {
  return mockServices.permissions.mock({
    async authorizeConditional(requests, options) {
      const principal = (options?.credentials?.principal ?? {}) as {
        userEntityRef?: string;
      };
      const user = principal.userEntityRef ?? '';
      return requests.map(({ permission }): PolicyDecision => {
        if (user === 'user:default/dev') {
          return { result: AuthorizeResult.ALLOW };
        }
        if (user === 'user:default/erin') {
          return permission.attributes.action === 'read'
            ? { result: AuthorizeResult.ALLOW }
            : { result: AuthorizeResult.DENY };
        }
        return {
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'claims',
          resourceType: 'claims-claim',
          conditions: isClaimNamespaceOwner({ owners: GROUPS[user] ?? [] }),
        };
      });
    },
  });
}

/** Everybody may do everything, as far as the portal is concerned. */
export function allowAllPolicy(): ServiceMock<PermissionsService> {
  return mockServices.permissions.mock({
    authorizeConditional: async requests =>
      requests.map((): PolicyDecision => ({ result: AuthorizeResult.ALLOW })),
  });
}

/** Starts the plugin over the platform in memory. */
export async function startClaimsBackend(options: {
  platform: MemoryPlatform;
  permissions?: ServiceMock<PermissionsService>;
  auditor?: ServiceMock<AuditorService>;
}) {
  const { platform } = options;
  const permissions = options.permissions ?? ownershipPolicy();
  const auditor = options.auditor ?? mockServices.auditor.mock();
  const audit = { success: jest.fn(), fail: jest.fn() };
  if (!options.auditor) {
    auditor.createEvent.mockResolvedValue(audit);
  }
  const signals = { publish: jest.fn().mockResolvedValue(undefined) };
  const notifications = { send: jest.fn().mockResolvedValue(undefined) };
  const actions = actionsRegistryServiceMock();
  const { server, stop } = await startTestBackend({
    features: [
      mockServices.database.factory({
        knex: await (database ??= databases.init('POSTGRES_18')),
      }),
      catalogServiceMock.factory({ entities: PEOPLE }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => signals,
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => notifications,
      }),
      claimsPlugin,
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      permissions.factory,
      auditor.factory,
      createServiceFactory({
        service: watchCacheServiceRef,
        deps: {},
        factory: () => platform,
      }),
      createServiceFactory({
        service: namespaceTenancyServiceRef,
        deps: {},
        factory: () => platform,
      }),
      createServiceFactory({
        service: userKubernetesClientServiceRef,
        deps: {},
        factory: () => platform,
      }),
    ],
  });
  return { server, stop, actions, auditor, audit, signals, notifications };
}
