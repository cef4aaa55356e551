import {
  createServiceFactory,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type ServiceMock,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { isDeliveryOwner } from '@cairn/plugin-delivery-common';
import {
  clusterRegistryServiceRef,
  namespaceTenancyServiceRef,
  watchCacheServiceRef,
} from '@cairn/plugin-platform-node';
import { deliveryPlugin } from '../plugin';
import type { MemoryClusters } from './MemoryClusters';

const TEAMS: Record<string, string> = {
  'user:default/ada': 'group:default/payments',
  'user:default/ben': 'group:default/logistics',
};

/** A policy like the product's: the platform team sees all, a team its own, anybody else nothing. */
function ownershipPolicy(): ServiceMock<PermissionsService> {
  return mockServices.permissions.mock({
    async authorizeConditional(requests, options) {
      const { userEntityRef = '' } = (options?.credentials?.principal ??
        {}) as { userEntityRef?: string };
      const team = TEAMS[userEntityRef];
      return requests.map((): PolicyDecision => {
        if (userEntityRef === 'user:default/dev') {
          return { result: AuthorizeResult.ALLOW };
        }
        return team
          ? {
              result: AuthorizeResult.CONDITIONAL,
              pluginId: 'delivery',
              resourceType: 'delivery-application',
              conditions: isDeliveryOwner({ owners: [team] }),
            }
          : { result: AuthorizeResult.DENY };
      });
    },
  });
}

/** Starts the plugin over clusters in memory. */
export async function startDeliveryBackend(clusters: MemoryClusters) {
  const auditor = mockServices.auditor.mock();
  const audit = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(audit);
  const signals = { publish: jest.fn().mockResolvedValue(undefined) };
  const component = (name: string, annotations?: Record<string, string>) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: {},
  });
  const { server } = await startTestBackend({
    features: [
      deliveryPlugin,
      ownershipPolicy().factory,
      auditor.factory,
      mockServices.rootConfig.factory({
        data: { integrations: { gitea: [{ host: 'git.example.org' }] } },
      }),
      catalogServiceMock.factory({
        entities: [
          component('web', {
            'argocd/app-selector': 'backstage.io/kubernetes-id=web',
          }),
          component('library'),
        ],
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => signals,
      }),
      createServiceFactory({
        service: watchCacheServiceRef,
        deps: {},
        factory: () => clusters.cache,
      }),
      createServiceFactory({
        service: clusterRegistryServiceRef,
        deps: {},
        factory: () => clusters.clusters,
      }),
      createServiceFactory({
        service: namespaceTenancyServiceRef,
        deps: {},
        factory: () => clusters.tenancy,
      }),
    ],
  });
  return { server, auditor, audit, signals };
}
