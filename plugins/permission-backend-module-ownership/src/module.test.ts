import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogLocationCreatePermission } from '@backstage/plugin-catalog-common/alpha';
import permissionPlugin from '@backstage/plugin-permission-backend';
import request from 'supertest';
import { permissionModuleOwnership } from './module';

const groups: Record<string, string> = {
  'user:default/ada': 'group:default/payments',
  'user:default/dev': 'group:default/platform',
};

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => ({
    async getUserInfo(credentials) {
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, groups[userEntityRef]],
      };
    },
  }),
});

describe('permissionModuleOwnership', () => {
  it('answers the permission backend, for each person by its groups', async () => {
    const { server } = await startTestBackend({
      features: [
        permissionPlugin,
        permissionModuleOwnership,
        userInfo,
        mockServices.rootConfig.factory({
          data: { permission: { enabled: true } },
        }),
      ],
    });
    const ask = async (user: string) => {
      const response = await request(server)
        .post('/api/permission/authorize')
        .set('authorization', mockCredentials.user.header(user))
        .send({
          items: [{ id: '1', permission: catalogLocationCreatePermission }],
        });
      return response.body.items;
    };
    expect(await ask('user:default/dev')).toEqual([
      { id: '1', result: 'ALLOW' },
    ]);
    expect(await ask('user:default/ada')).toEqual([
      { id: '1', result: 'DENY' },
    ]);
  });

  it('does not start with a group that is none', async () => {
    await expect(
      startTestBackend({
        features: [
          permissionPlugin,
          permissionModuleOwnership,
          mockServices.rootConfig.factory({
            data: {
              permission: {
                enabled: true,
                ownership: { auditGroups: ['nobody'] },
              },
            },
          }),
        ],
      }),
    ).rejects.toThrow(/permission\.ownership\.auditGroups/);
  });
});
