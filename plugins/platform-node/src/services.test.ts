import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { ServiceRef } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventually } from './__testUtils__/eventually';
import { FakeCluster, sendJson } from './__testUtils__/FakeCluster';
import {
  clusterRegistryServiceRef,
  namespaceTenancyServiceRef,
  personServiceRef,
  userKubernetesClientServiceRef,
  watchCacheServiceRef,
} from './index';

const NAMESPACE = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};

function entity(kind: string, name: string, memberOf: string[] = []): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name },
    relations: memberOf.map(targetRef => ({ type: 'memberOf', targetRef })),
  };
}

const userInfo = (ownershipEntityRefs: string[]) =>
  createServiceFactory({
    service: coreServices.userInfo,
    deps: {},
    factory: () => ({
      getUserInfo: async () => ({
        userEntityRef: 'user:default/ada',
        ownershipEntityRefs,
      }),
    }),
  });

/** A backend with two plugins that take the services the way plugins do. */
async function start(
  cluster: Pick<FakeCluster, 'url' | 'ca'>,
  options: {
    refs?: string[];
    entities?: Entity[];
    catalogIsDown?: boolean;
    platform?: object;
    clusters?: object[];
  } = {},
) {
  const config = {
    platform: options.platform ?? {},
    kubernetes: {
      clusterLocatorMethods: [
        { type: 'catalog' },
        {
          type: 'config',
          clusters: options.clusters ?? [
            {
              name: 'sandbox',
              title: 'The sandbox',
              url: `${cluster.url}/`,
              authProvider: 'serviceAccount',
              serviceAccountToken: 'portal-token',
              caData: Buffer.from(cluster.ca).toString('base64'),
            },
          ],
        },
      ],
    },
  };
  const taken: Record<string, Awaited<ReturnType<typeof take>>> = {};
  const take = (deps: {
    registry: typeof clusterRegistryServiceRef.T;
    cache: typeof watchCacheServiceRef.T;
    tenancy: typeof namespaceTenancyServiceRef.T;
    client: typeof userKubernetesClientServiceRef.T;
    people: typeof personServiceRef.T;
  }) => deps;
  const plugins = ['one', 'two'].map(pluginId =>
    createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: {
            registry: clusterRegistryServiceRef,
            cache: watchCacheServiceRef,
            tenancy: namespaceTenancyServiceRef,
            client: userKubernetesClientServiceRef,
            people: personServiceRef,
          },
          async init(deps) {
            taken[pluginId] = take(deps);
          },
        });
      },
    }),
  );
  const catalog: ServiceRef<typeof catalogServiceRef.T, 'plugin'> =
    catalogServiceRef;
  const backend = await startTestBackend({
    features: [
      ...plugins,
      mockServices.rootConfig.factory({ data: config }),
      userInfo(options.refs ?? []),
      options.catalogIsDown
        ? createServiceFactory({
            service: catalog,
            deps: {},
            factory: () => {
              const mock = catalogServiceMock({ entities: [] });
              return Object.assign(mock, {
                getEntitiesByRefs: async () => {
                  throw new Error('down');
                },
              });
            },
          })
        : catalogServiceMock.factory({ entities: options.entities ?? [] }),
    ],
  });
  return { one: taken.one, two: taken.two, backend };
}

let cluster: FakeCluster;

beforeEach(async () => {
  cluster = await FakeCluster.start([NAMESPACE]);
});

afterEach(async () => {
  await cluster.stop();
});

function namespace(name: string, labels?: Record<string, string>) {
  cluster.put('namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
  });
}

describe('the services', () => {
  it('are one for all plugins, and tell clusters without what it takes to reach them', async () => {
    const { one, two, backend } = await start(cluster);
    expect(one.cache).toBe(two.cache);
    expect(one.tenancy).toBe(two.tenancy);
    expect(one.registry.list()).toEqual([
      { name: 'sandbox', title: 'The sandbox', url: cluster.url },
    ]);
    expect(() => one.registry.get('other')).toThrow(
      'There is no cluster "other"',
    );
    await one.cache.list({ group: '', kind: 'Namespace' });
    expect(cluster.requests.length).toBeGreaterThan(0);
    await backend.stop();
    await eventually(() => expect(cluster.openWatches).toBe(0));
    expect(await one.cache.list({ group: '', kind: 'Namespace' })).toEqual({
      items: [],
      sources: [],
    });
  });

  it('know whose a namespace is, and do not tell a missing one from one without owner', async () => {
    namespace('payments-dev', {
      'cairn.dev/owner': 'payments',
      'cairn.dev/environment': 'dev',
    });
    namespace('press', { 'cairn.dev/owner': 'partners__press' });
    namespace('kube-system');
    namespace('odd', { 'cairn.dev/owner': 'a__b__c' });
    const { one } = await start(cluster);
    const { items, sources } = await one.tenancy.list();
    expect(items).toEqual([
      {
        cluster: 'sandbox',
        name: 'payments-dev',
        owner: 'group:default/payments',
        environment: 'dev',
      },
      { cluster: 'sandbox', name: 'press', owner: 'group:partners/press' },
    ]);
    expect(sources).toEqual([expect.objectContaining({ state: 'synced' })]);
    const find = (name: string) =>
      one.tenancy.find({ cluster: 'sandbox', namespace: name });
    await expect(find('payments-dev')).resolves.toEqual(items[0]);
    for (const name of ['kube-system', 'odd', 'missing', '', 'constructor']) {
      await expect(find(name)).resolves.toBeUndefined();
    }
  });

  it('give a person the groups that sign-in and catalog agree on', async () => {
    const { one } = await start(cluster, {
      refs: [
        'user:default/ada',
        'group:default/payments',
        'group:default/left-yesterday',
        'group:default/deleted',
        'Group:default/Payments',
      ],
      entities: [
        entity('User', 'ada', [
          'group:default/payments',
          'group:default/deleted',
          'group:default/not-signed-in-with',
        ]),
        entity('Group', 'payments'),
        entity('Group', 'left-yesterday'),
        entity('Group', 'not-signed-in-with'),
      ],
    });
    const credentials = mockCredentials.user('user:default/ada');
    await expect(one.people.getPerson(credentials)).resolves.toEqual({
      userRef: 'user:default/ada',
      groupRefs: ['group:default/payments'],
    });
    cluster.fault = ({ path }, response) => {
      if (path !== '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews') {
        return false;
      }
      sendJson(response, 201, { status: { allowed: true } });
      return true;
    };
    await one.client.can(
      { cluster: 'sandbox', group: '', kind: 'Namespace', verb: 'get' },
      { credentials },
    );
    expect(cluster.requests.at(-1)?.headers).toMatchObject({
      'impersonate-user': 'cairn:ada',
      'impersonate-group': 'cairn:payments',
    });
  });

  it('make nobody anybody while the catalog is down', async () => {
    const { one } = await start(cluster, {
      refs: ['group:default/payments'],
      catalogIsDown: true,
    });
    const credentials = mockCredentials.user('user:default/ada');
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(one.people.getPerson(credentials)).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('cannot be checked'),
      });
    }
  });

  it.each<[string, object, RegExp]>([
    [
      'a prefix of the system',
      { platform: { impersonation: { prefix: 'system:' } } },
      /platform\.impersonation\.prefix/,
    ],
    [
      'no prefix',
      { platform: { impersonation: { prefix: ' ' } } },
      /platform\.impersonation\.prefix/,
    ],
    [
      'memberships kept for an hour',
      { platform: { impersonation: { membershipTtl: '1h' } } },
      /platform\.impersonation\.membershipTtl/,
    ],
    [
      'a deadline before the end of a watch',
      { platform: { watch: { stallDeadline: '10s' } } },
      /platform\.watch\.stallDeadline/,
    ],
    [
      'half a page',
      { platform: { watch: { pageSize: 0.5 } } },
      /platform\.watch\.pageSize/,
    ],
    [
      'a cluster twice',
      {
        clusters: [
          { name: 'a', url: 'https://a' },
          { name: 'a', url: 'https://b' },
        ],
      },
      /clusters\[1\]\.name "a" is given twice/,
    ],
    [
      'plain HTTP to somewhere',
      { clusters: [{ name: 'a', url: 'http://example.org' }] },
      /clusters\[0\]\.url must begin with https/,
    ],
    [
      'a password in the URL',
      { clusters: [{ name: 'a', url: 'https://u:p@example.org' }] },
      /clusters\[0\]\.url must be a plain address/,
    ],
    [
      'no URL',
      { clusters: [{ name: 'a', url: 'nowhere' }] },
      /clusters\[0\]\.url is not a URL/,
    ],
    [
      'an odd name',
      { clusters: [{ name: 'a/b', url: 'https://a' }] },
      /clusters\[0\]\.name/,
    ],
    [
      'a CA that is none',
      { clusters: [{ name: 'a', url: 'https://a', caData: 'eHg=' }] },
      /clusters\[0\]\.caData/,
    ],
    [
      'a CA file that is not there',
      { clusters: [{ name: 'a', url: 'https://a', caFile: '/nowhere' }] },
      /clusters\[0\]\.caFile/,
    ],
    [
      'a provider that cannot impersonate',
      { clusters: [{ name: 'a', url: 'https://a', authProvider: 'google' }] },
      /clusters\[0\]\.authProvider/,
    ],
  ])('do not start with %s, and name the key', async (_, options, message) => {
    await expect(start(cluster, options)).rejects.toThrow(message);
  });
});
