import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  creating,
  database,
  databaseDefinition,
  READY,
  sqlResource,
  teamNamespace,
} from '../__testUtils__/objects';
import { MemoryPlatform } from '../__testUtils__/MemoryPlatform';
import { VirtualClock } from '../__testUtils__/VirtualClock';
import { DatabaseNoticeStore } from '../database/DatabaseNoticeStore';
import { ClaimReader } from '../services/ClaimReader';
import { systemClock } from '../services/Clock';
import { ComposedReader } from '../services/ComposedReader';
import { OfferingReader } from '../services/OfferingReader';
import { SettledStates } from '../services/SettledStates';
import { ClaimsWatcherTask } from './ClaimsWatcherTask';

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

let knex: ReturnType<typeof databases.init>;
let deadline = 0;
const watchers: ClaimsWatcherTask[] = [];

const RESOURCE = 'postgresql.sql.m.crossplane.io/v1alpha1';

function user(name: string, group: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    relations: [{ type: 'memberOf', targetRef: group }],
  };
}

function now(): string {
  return new Date().toISOString();
}

/** Calls again until it does not throw any more; the test's own limit ends it. */
async function eventually(check: () => void): Promise<void> {
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      await new Promise(resolve => setTimeout(resolve, 20));
      if (Date.now() > deadline) {
        throw error;
      }
    }
  }
}

function createPlatform(): MemoryPlatform {
  const platform = new MemoryPlatform();
  platform.put(databaseDefinition());
  platform.put(teamNamespace('payments-dev', 'payments'));
  return platform;
}

async function createWatcher(
  platform: MemoryPlatform,
  { failureGrace = 50, clock = systemClock } = {},
) {
  const signals = { publish: jest.fn().mockResolvedValue(undefined) };
  const notifications = { send: jest.fn().mockResolvedValue(undefined) };
  const settled = SettledStates.create({ clock });
  const watcher = ClaimsWatcherTask.create({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({
      entities: [
        user('ada', 'group:default/payments'),
        user('ben', 'group:default/logistics'),
        user('dev', 'group:default/platform'),
      ],
    }),
    cache: platform,
    tenancy: platform,
    offerings: OfferingReader.create({ cache: platform }),
    reader: ClaimReader.create({
      cache: platform,
      composed: ComposedReader.create({ cache: platform }),
      settled,
      clock,
    }),
    settled,
    clock,
    notices: await DatabaseNoticeStore.create({
      database: mockServices.database({ knex: await knex }),
    }),
    notifications,
    signals,
    logger: mockServices.logger.mock(),
    platformGroups: ['group:default/platform'],
    failureGrace,
  });
  watchers.push(watcher);
  await watcher.start();
  return { watcher, signals, notifications };
}

function claim(options: Partial<Parameters<typeof database>[0]> = {}) {
  return database({
    namespace: 'payments-dev',
    name: 'orders',
    requestedBy: 'user:default/ada',
    metadata: { creationTimestamp: now() },
    ...options,
  });
}

describe('ClaimsWatcherTask', () => {
  beforeAll(() => {
    knex = databases.init('POSTGRES_18');
  });
  beforeEach(() => {
    deadline = Date.now() + 15_000;
  });
  afterEach(() => {
    watchers.splice(0).forEach(watcher => watcher.stop());
  });

  it('signals each change of a claim and of what it is made of to those who may see it', async () => {
    const platform = createPlatform();
    const clock = new VirtualClock(new Date());
    const { signals } = await createWatcher(platform, { clock });
    const place = {
      cluster: 'sandbox',
      offering: 'databases.platform.cairn.dev',
      namespace: 'payments-dev',
      name: 'orders',
    };

    const stored = platform.put(claim());
    await clock.pass(200);
    expect(signals.publish).toHaveBeenCalledTimes(1);
    expect(signals.publish).toHaveBeenLastCalledWith({
      channel: 'claims',
      recipients: {
        type: 'user',
        entityRef: ['user:default/ada', 'user:default/dev'],
      },
      message: { ...place, change: 'added' },
    });

    // Several changes at once are one signal.
    const refs = [{ apiVersion: RESOURCE, kind: 'Role', name: 'orders-1' }];
    platform.put(claim({ refs }));
    platform.put(claim({ refs, conditions: creating('role') }));
    await clock.pass(200);
    expect(signals.publish).toHaveBeenCalledTimes(2);
    expect(signals.publish.mock.lastCall[0].message.change).toBe('modified');

    // What was shown then has yet to settle; pages are told again when it has, and not after that.
    await clock.pass(1_000);
    expect(signals.publish).toHaveBeenCalledTimes(3);

    const role = sqlResource({
      kind: 'Role',
      name: 'orders-1',
      namespace: 'payments-dev',
      resourceName: 'role',
    });
    platform.put({
      ...role,
      metadata: {
        ...role.metadata,
        labels: { 'crossplane.io/composite': 'orders' },
      },
    });
    await clock.pass(200);
    expect(signals.publish).toHaveBeenCalledTimes(4);
    expect(signals.publish.mock.lastCall[0].message).toEqual({
      ...place,
      change: 'modified',
    });

    platform.remove(stored);
    await clock.pass(5_000);
    expect(signals.publish.mock.lastCall[0].message.change).toBe('deleted');
  });

  it('follows an offering that appears later', async () => {
    const platform = new MemoryPlatform();
    platform.put(teamNamespace('payments-dev', 'payments'));
    platform.put(claim());
    const { signals } = await createWatcher(platform);
    platform.put(databaseDefinition());
    await eventually(() => expect(signals.publish).toHaveBeenCalledTimes(1));
  });

  it('tells of what has no page of its own without a link', async () => {
    const platform = createPlatform();
    const { notifications } = await createWatcher(platform);
    const definition = databaseDefinition();
    platform.put({
      ...definition,
      metadata: {
        ...definition.metadata,
        name: 'caches.platform.cairn.dev',
        annotations: { 'cairn.dev/title': 'Cache' },
      },
      spec: Object.assign({}, definition.spec, {
        names: { kind: 'Cache', plural: 'caches' },
      }),
    });
    platform.put({ ...claim({ conditions: READY }), kind: 'Cache' });
    await eventually(() => expect(notifications.send).toHaveBeenCalledTimes(1));
    const [{ payload }] = notifications.send.mock.calls[0];
    expect(payload).toMatchObject({
      title: 'Cache "orders" in payments-dev is ready',
      description: 'What it is for can use it now.',
    });
    expect(payload).not.toHaveProperty('link');
  });

  it('tells the requester once that it is ready, whatever restarts', async () => {
    const platform = createPlatform();
    const first = await createWatcher(platform);
    const stored = platform.put(claim({ conditions: READY }));
    await eventually(() =>
      expect(first.notifications.send).toHaveBeenCalledTimes(1),
    );
    expect(first.notifications.send).toHaveBeenCalledWith({
      recipients: { type: 'entity', entityRef: 'user:default/ada' },
      payload: {
        title: 'Database "orders" in payments-dev is ready',
        description: 'Its page says how to connect.',
        severity: 'normal',
        link: '/databases/sandbox/payments-dev/orders',
        topic: 'claims',
        scope: `claim:${stored.metadata.uid}`,
      },
    });

    const second = await createWatcher(platform);
    // Only to know that the second has looked: a claim it has to tell of.
    platform.put(claim({ name: 'marker', conditions: READY }));
    await eventually(() =>
      expect(
        first.notifications.send.mock.calls.length +
          second.notifications.send.mock.calls.length,
      ).toBe(2),
    );
    const titles = second.notifications.send.mock.calls.map(
      ([{ payload }]) => payload.title,
    );
    expect(titles).not.toContain('Database "orders" in payments-dev is ready');
  });

  it('tells of trouble that lasts, not of trouble that passes', async () => {
    const platform = createPlatform();
    const { notifications } = await createWatcher(platform, {
      failureGrace: 2000,
    });
    const failed = [
      {
        type: 'Synced',
        status: 'False',
        reason: 'ReconcileError',
        message: 'cannot select Composition: no compatible Compositions found',
      },
    ];
    platform.put(claim({ name: 'flapping', conditions: failed }));
    platform.put(claim({ name: 'broken', conditions: failed }));
    await new Promise(resolve => setTimeout(resolve, 400));
    platform.put(claim({ name: 'flapping', conditions: creating('role') }));
    await eventually(() => expect(notifications.send).toHaveBeenCalledTimes(1));
    expect(notifications.send.mock.lastCall[0].payload).toMatchObject({
      title: 'Database "broken" in payments-dev needs attention',
      severity: 'high',
      description: expect.stringContaining('there is no composition'),
    });
  });

  it('believes only people who may see the claim to have asked for it', async () => {
    const platform = createPlatform();
    const { notifications } = await createWatcher(platform);
    platform.put(
      claim({
        name: 'spam',
        requestedBy: 'user:default/ben',
        conditions: READY,
      }),
    );
    platform.put(claim({ name: 'honest', conditions: READY }));
    await eventually(() => expect(notifications.send).toHaveBeenCalledTimes(1));
    expect(notifications.send.mock.lastCall[0].payload.title).toContain(
      'honest',
    );
  });

  it('tries again when a notification could not be sent', async () => {
    const platform = createPlatform();
    const { notifications } = await createWatcher(platform);
    notifications.send.mockRejectedValueOnce(new Error('no database'));
    platform.put(claim({ name: 'retried', conditions: READY }));
    await eventually(() => expect(notifications.send).toHaveBeenCalledTimes(1));
    platform.put(claim({ name: 'retried', conditions: READY }));
    await eventually(() => expect(notifications.send).toHaveBeenCalledTimes(2));
  });
});
