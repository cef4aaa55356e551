import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import knexFactory, { type Knex } from 'knex';
import request from 'supertest';
import type { ClaimDetail } from '@cairn/plugin-claims-common';
import { ada, ben, dev } from './__testUtils__/people';
import {
  allowAllPolicy,
  ownershipPolicy,
} from './__testUtils__/startClaimsBackend';
import { startSandbox, type TestSandbox } from './__testUtils__/startSandbox';
import { claimsPlugin } from './plugin';

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

const TEAMS: Record<string, string> = {
  ada: 'payments',
  ben: 'logistics',
  dev: 'platform',
};

const BASE = '/api/claims';
const OFFERING = 'databases.platform.cairn.dev';
const ORDERS = `${BASE}/claims/sandbox/${OFFERING}/payments-dev/orders`;

function entities() {
  return Object.entries(TEAMS).flatMap(([name, team]) => [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name, namespace: 'default' },
      relations: [{ type: 'memberOf', targetRef: `group:default/${team}` }],
    },
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: team, namespace: 'default' },
      relations: [{ type: 'hasMember', targetRef: `user:default/${name}` }],
    },
  ]);
}

async function startPortal(options: {
  sandbox: TestSandbox;
  knex: Knex;
  permissions: ReturnType<typeof ownershipPolicy>;
}) {
  const signals = { publish: jest.fn().mockResolvedValue(undefined) };
  const notifications = { send: jest.fn().mockResolvedValue(undefined) };
  const { sandbox, knex, permissions } = options;
  const { server } = await startTestBackend({
    features: [
      claimsPlugin,
      permissions.factory,
      mockServices.database.factory({ knex }),
      catalogServiceMock.factory({ entities: entities() }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          async getUserInfo(credentials) {
            const { userEntityRef } = credentials.principal as {
              userEntityRef: string;
            };
            const team = TEAMS[userEntityRef.split('/')[1]];
            return {
              userEntityRef,
              ownershipEntityRefs: [userEntityRef, `group:default/${team}`],
            };
          },
        }),
      }),
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
      mockServices.rootConfig.factory({
        data: {
          kubernetes: {
            serviceLocatorMethod: { type: 'multiTenant' },
            clusterLocatorMethods: [
              {
                type: 'config',
                clusters: [
                  {
                    name: 'sandbox',
                    url: sandbox.url,
                    authProvider: 'serviceAccount',
                    serviceAccountToken: sandbox.portalToken,
                    caFile: sandbox.caFile,
                  },
                ],
              },
            ],
          },
        },
      }),
    ],
  });
  return { server, signals, notifications };
}

describe('claims on the sandbox', () => {
  let sandbox: TestSandbox;
  let knex: Knex;
  let sandboxKnex: Knex;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    sandboxKnex = await databases.init('POSTGRES_18');
    const { host, port, user, password, database, connectionString } =
      sandboxKnex.client.config.connection;
    const url = connectionString
      ? new URL(connectionString)
      : new URL(`postgres://${user}:${password}@${host}:${port}`);
    url.pathname = `/${database ?? url.pathname.slice(1)}`;
    sandbox = await startSandbox(url.href);
  }, 120_000);

  afterAll(async () => {
    await sandbox?.stop();
  });

  async function waitFor<T>(
    look: () => Promise<T>,
    isDone: (value: T) => boolean,
  ): Promise<T> {
    for (let tries = 0; ; tries++) {
      const value = await look();
      if (isDone(value)) {
        return value;
      }
      if (tries > 300) {
        throw new Error(`Not reached: ${JSON.stringify(value, null, 2)}`);
      }
      await new Promise(done => setTimeout(done, 200));
    }
  }

  it('leads from a request to credentials that work, and back', async () => {
    const { server, signals, notifications } = await startPortal({
      sandbox,
      knex,
      permissions: ownershipPolicy(),
    });
    const order = {
      cluster: 'sandbox',
      offering: OFFERING,
      namespace: 'payments-dev',
      name: 'orders',
      spec: { engine: 'postgres', size: 'small' },
    };

    const targets = await request(server)
      .get(`${BASE}/targets?offering=${OFFERING}`)
      .set(ada);
    expect(
      targets.body.items.map(({ name }: { name: string }) => name),
    ).toEqual(['payments-dev', 'payments-prod']);

    // What the cluster alone can know is found by the dry run, at its field.
    const refused = await request(server)
      .post(`${BASE}/preflight`)
      .set(ada)
      .send({
        ...order,
        spec: { backup: { enabled: false, retentionDays: 7 } },
      });
    expect(refused.body).toMatchObject({
      ok: false,
      problems: [
        {
          field: 'spec.backup.retentionDays',
          message: expect.stringMatching(/^Retention needs backups/),
        },
      ],
    });
    const preflight = await request(server)
      .post(`${BASE}/preflight`)
      .set(ada)
      .send(order);
    expect(preflight.body).toMatchObject({
      ok: true,
      object: { spec: { version: '18', highAvailability: false } },
    });

    const created = await request(server)
      .post(`${BASE}/claims`)
      .set(ada)
      .send(order);
    expect(created.status).toBe(201);
    const repeated = await request(server)
      .post(`${BASE}/claims`)
      .set(ada)
      .send(order);
    expect(repeated.status).toBe(200);
    expect(repeated.body.uid).toBe(created.body.uid);

    const claim = await waitFor<ClaimDetail>(
      async () => (await request(server).get(ORDERS).set(ada)).body,
      ({ state }) => state.state === 'ready',
    );
    expect(claim.connection).toEqual({
      secretName: 'orders-connection',
      namespace: 'payments-dev',
      keys: ['username', 'password', 'endpoint', 'port', 'database'],
      ready: true,
    });
    expect(claim.timeline.map(({ status }) => status)).toEqual(
      claim.timeline.map(() => 'done'),
    );
    expect(claim.composed.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Role', 'Database', 'Grant']),
    );
    await waitFor(
      async () => notifications.send.mock.calls.length,
      count => count > 0,
    );
    expect(signals.publish).toHaveBeenCalled();

    // The credentials are read as the person, never through the portal.
    const secret = await sandbox.get(
      'ada',
      '/api/v1/namespaces/payments-dev/secrets/orders-connection',
    );
    expect(secret.status).toBe(200);
    const { data } = JSON.parse(secret.body) as {
      data: Record<string, string>;
    };
    const values = Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        Buffer.from(value, 'base64').toString('utf8'),
      ]),
    );
    expect(JSON.stringify(claim)).not.toContain(values.password);
    const mine = knexFactory({
      client: 'pg',
      connection: {
        host: values.endpoint,
        port: Number(values.port),
        user: values.username,
        password: values.password,
        database: values.database,
      },
    });
    await mine.schema.createTable('orders', table => table.increments());
    await mine.destroy();

    // Another team sees nothing of it.
    const foreign = await request(server).get(ORDERS).set(ben);
    expect(foreign.status).toBe(404);
    const list = await request(server).get(`${BASE}/claims`).set(ben);
    expect(list.body.items).toEqual([]);
    const all = await request(server).get(`${BASE}/claims`).set(dev);
    expect(all.body.items).toHaveLength(1);

    const removed = await request(server)
      .delete(`${ORDERS}?uid=${claim.uid}`)
      .set(ada);
    expect(removed.status).toBe(202);
    await waitFor(
      async () => (await request(server).get(ORDERS).set(ada)).status,
      status => status === 404,
    );
    await waitFor(
      async () =>
        sandboxKnex('pg_database').where({ datname: values.database }),
      rows => rows.length === 0,
    );
    await waitFor(
      async () => sandboxKnex('pg_roles').where({ rolname: values.username }),
      rows => rows.length === 0,
    );
  }, 120_000);

  it('is guarded by the cluster when the policy allows everything', async () => {
    const { server } = await startPortal({
      sandbox,
      knex,
      permissions: allowAllPolicy(),
    });
    const { status, body } = await request(server)
      .post(`${BASE}/claims`)
      .set(ada)
      .send({
        cluster: 'sandbox',
        offering: OFFERING,
        namespace: 'logistics-dev',
        name: 'intruder',
        spec: {},
      });
    expect(status).toBe(403);
    expect(body.error).toEqual({
      name: 'NotAllowedError',
      message:
        'You may not apply databases "intruder" in namespace logistics-dev on cluster "sandbox"',
    });
    const there = await sandbox.get(
      'ben',
      '/apis/platform.cairn.dev/v1alpha1/namespaces/logistics-dev/databases',
    );
    expect(JSON.parse(there.body).items).toEqual([]);
  }, 60_000);
});
