import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  namespaceTenancyServiceRef,
  watchCacheServiceRef,
  type NamespaceTenancy,
  type UserKubernetesClient,
  type WatchCache,
} from '@cairn/plugin-platform-node';
import { ClaimReader } from '../../services/ClaimReader';
import { ComposedReader } from '../../services/ComposedReader';
import { DefaultClaimService } from '../../services/DefaultClaimService';
import { OfferingReader } from '../../services/OfferingReader';
import { SettledStates } from '../../services/SettledStates';
import { ClaimsWatcherTask } from '../../tasks/ClaimsWatcherTask';
import type { RecordedWrite, Recording } from './readRecording';
import { ReplayCluster } from './ReplayCluster';
import { VirtualClock } from '../VirtualClock';

const CLUSTER = 'recorded';
const TEAM = 'group:default/payments';

interface PlatformServices {
  cache: WatchCache;
  tenancy: NamespaceTenancy;
}

/** The real watch cache and tenancy over a replaying cluster. */
async function startPlatform(url: string) {
  const hooks: (() => void | Promise<void>)[] = [];
  const services = await ServiceFactoryTester.from(
    createServiceFactory({
      service: createServiceRef<PlatformServices>({
        id: 'test.replayed-platform',
        scope: 'root',
      }),
      deps: {
        cache: watchCacheServiceRef,
        tenancy: namespaceTenancyServiceRef,
      },
      factory: deps => deps,
    }),
    {
      dependencies: [
        createServiceFactory({
          service: coreServices.rootLifecycle,
          deps: {},
          factory: () => ({
            addStartupHook: () => {},
            addBeforeShutdownHook: () => {},
            addShutdownHook: hook => hooks.push(hook),
          }),
        }),
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: CLUSTER,
                      url,
                      authProvider: 'serviceAccount',
                      serviceAccountToken: 'portal',
                    },
                  ],
                },
              ],
            },
          },
        }),
      ],
    },
  ).getSubject();
  return {
    ...services,
    stop: async () => {
      await Promise.all(hooks.map(hook => hook()));
    },
  };
}

/** A person who may do everything, and reads metadata only. */
function createClient(cluster: ReplayCluster): UserKubernetesClient {
  const unused = async () => {
    throw new Error('A replay only reads');
  };
  return {
    apply: unused,
    list: unused,
    delete: unused,
    can: async () => true,
    async get({ kind, namespace, name }) {
      const found = cluster.find(kind, namespace ?? '', name);
      if (!found) {
        throw new NotFoundError(`There is no ${kind} "${name}"`);
      }
      return found;
    },
  };
}

function namespacesOf({ steps }: Recording): Set<string> {
  return new Set(
    steps.flatMap(({ writes }) =>
      writes.flatMap(write =>
        'put' in write && write.put.metadata.namespace
          ? [write.put.metadata.namespace]
          : [],
      ),
    ),
  );
}

/** The portal's claims over a cluster that does again what was recorded. */
export async function startReplay(recording: Recording) {
  const cluster = await ReplayCluster.start();
  const clock = new VirtualClock(new Date(recording.steps[0].start));
  for (const name of namespacesOf(recording)) {
    const metadata = { name, labels: { 'cairn.dev/owner': 'payments' } };
    cluster.write({ put: { apiVersion: 'v1', kind: 'Namespace', metadata } });
  }
  for (const put of recording.definitions) {
    cluster.write({ put });
  }
  const { cache, tenancy, stop } = await startPlatform(cluster.url);

  // Whatever the cluster writes is waited for until it has come through the watch.
  const arrivals = new Map<string, () => void>();
  for (const { group, kind } of cluster.kinds) {
    if (kind !== 'Secret') {
      cache.subscribe({ group, kind }, ({ object, type }) => {
        const { resourceVersion } = object.metadata;
        arrivals.get(`${type === 'deleted'}|${resourceVersion}`)?.();
      });
      await cache.list({ group, kind });
    }
  }

  const offerings = OfferingReader.create({ cache });
  const settled = SettledStates.create({ clock });
  const reader = ClaimReader.create({
    cache,
    composed: ComposedReader.create({ cache }),
    settled,
    clock,
  });
  const claims = DefaultClaimService.create({
    cache,
    client: createClient(cluster),
    tenancy,
    offerings,
    reader,
  });
  const signals: object[] = [];
  const told: { title: string; description?: string; at: number }[] = [];
  const watcher = ClaimsWatcherTask.create({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Group',
          metadata: { name: 'payments', namespace: 'default' },
          relations: [{ type: 'hasMember', targetRef: 'user:default/ada' }],
        },
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'User',
          metadata: { name: 'ada', namespace: 'default' },
          relations: [{ type: 'memberOf', targetRef: TEAM }],
        },
      ],
    }),
    cache,
    tenancy,
    offerings,
    reader,
    settled,
    clock,
    notices: {
      claim: async () => true,
      release: async () => {},
      prune: async () => 0,
    },
    notifications: {
      send: async ({ payload }) => {
        told.push({ ...payload, at: clock.now().getTime() });
      },
    },
    signals: {
      publish: async ({ message }) => {
        signals.push(message);
      },
    },
    logger: mockServices.logger.mock(),
    platformGroups: [],
  });
  await watcher.start();

  return {
    cluster,
    clock,
    claims,
    /** Emptied by whoever reads it. */
    signals,
    told,
    tenant: { cluster: CLUSTER, owner: TEAM },
    /** Writes, and resolves when the portal holds it. */
    async write(write: RecordedWrite): Promise<void> {
      const { object, type, kind } = cluster.write(write);
      if (kind.kind === 'Secret') {
        return;
      }
      const key = `${type === 'DELETED'}|${object.metadata.resourceVersion}`;
      await new Promise<void>(resolve => arrivals.set(key, resolve));
      arrivals.delete(key);
    },
    async stop() {
      watcher.stop();
      await stop();
      await cluster.stop();
    },
  };
}
