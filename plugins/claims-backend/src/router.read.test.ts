import request from 'supertest';
import {
  database,
  databaseDefinition,
  creating,
  READY,
  sqlResource,
  teamNamespace,
} from './__testUtils__/objects';
import { MemoryPlatform } from './__testUtils__/MemoryPlatform';
import { ada, aService, ben, dev, erin, nobody } from './__testUtils__/people';
import {
  allowAllPolicy,
  startClaimsBackend,
} from './__testUtils__/startClaimsBackend';

const BASE = '/api/claims';
const OFFERING = 'databases.platform.cairn.dev';

function claimPath(namespace: string, name: string, cluster = 'sandbox') {
  return `${BASE}/claims/${cluster}/${OFFERING}/${namespace}/${name}`;
}

function createPlatform(): MemoryPlatform {
  const platform = new MemoryPlatform();
  platform.put(databaseDefinition());
  platform.put(teamNamespace('payments-dev', 'payments'));
  platform.put(teamNamespace('payments-prod', 'payments', 'prod'));
  platform.put(teamNamespace('logistics-dev', 'logistics'));
  platform.put(teamNamespace('unowned'));
  platform.put(
    database({
      namespace: 'payments-dev',
      name: 'orders',
      requestedBy: 'user:default/ada',
      spec: { size: 'small' },
      conditions: READY,
    }),
  );
  const resource = { apiVersion: 'postgresql.sql.m.crossplane.io/v1alpha1' };
  platform.put(
    database({
      namespace: 'payments-prod',
      name: 'ledger',
      spec: { size: 'large' },
      refs: [
        { ...resource, kind: 'Role', name: 'ledger-1a' },
        { ...resource, kind: 'Database', name: 'ledger-2b' },
        { apiVersion: 'v1', kind: 'Secret', name: 'ledger-3c' },
      ],
      conditions: creating('role', 'database'),
    }),
  );
  platform.put(
    sqlResource({
      kind: 'Role',
      name: 'ledger-1a',
      namespace: 'payments-prod',
      resourceName: 'role',
      conditions: [
        {
          type: 'Synced',
          status: 'False',
          reason: 'ReconcileError',
          message:
            'observe failed: cannot select role: pq: password authentication failed for user "postgres"',
          lastTransitionTime: '2026-03-02T09:00:14Z',
        },
      ],
    }),
  );
  platform.put(
    database({ namespace: 'logistics-dev', name: 'routes', conditions: READY }),
  );
  platform.put(
    database({ namespace: 'unowned', name: 'stray', conditions: READY }),
  );
  return platform;
}

function names(body: { items: { name: string }[] }): string[] {
  return body.items.map(({ name }) => name);
}

describe('GET /claims', () => {
  it('lists what the person may read and nothing else', async () => {
    const { server } = await startClaimsBackend({ platform: createPlatform() });
    const list = async (who: typeof ada, query = '') =>
      (await request(server).get(`${BASE}/claims${query}`).set(who)).body;

    const mine = await list(ada);
    expect(names(mine)).toEqual(['ledger', 'orders']);
    expect(mine.totalItems).toBe(2);
    expect(mine.items[0].state).toMatchObject({
      state: 'needs-attention',
      sentence:
        'The database is not ready: its role is not ready because the provider cannot log in to the database server. The platform team can mend this; nothing to do for you.',
    });
    expect(names(await list(ben))).toEqual(['routes']);
    expect(names(await list(dev))).toEqual(['ledger', 'orders', 'routes']);
    expect(names(await list(erin))).toEqual(['ledger', 'orders', 'routes']);
    // Asking for what is foreign gives nothing more.
    expect(await list(ada, '?namespace=logistics-dev')).toMatchObject({
      items: [],
      totalItems: 0,
    });
    expect(names(await list(ada, '?owner=group:default/logistics'))).toEqual(
      [],
    );
    expect(names(await list(ada, '?q=routes'))).toEqual([]);
  });

  it('filters, sorts and pages', async () => {
    const { server } = await startClaimsBackend({ platform: createPlatform() });
    const list = async (query: string) =>
      (await request(server).get(`${BASE}/claims?${query}`).set(dev)).body;

    expect(
      names(await list('namespace=payments-dev&namespace=logistics-dev')),
    ).toEqual(['orders', 'routes']);
    expect(names(await list('state=ready&environment=dev'))).toEqual([
      'orders',
      'routes',
    ]);
    expect(names(await list('q=LARGE%20payments'))).toEqual(['ledger']);
    expect(names(await list('sort=-name'))).toEqual([
      'routes',
      'orders',
      'ledger',
    ]);
    expect(names(await list('sort=state'))).toEqual([
      'ledger',
      'routes',
      'orders',
    ]);
    expect(names(await list('offering=moons.example.org'))).toEqual([]);
    expect(names(await list('cluster=other'))).toEqual([]);

    const first = await list('limit=2');
    expect(names(first)).toEqual(['ledger', 'orders']);
    expect(first.totalItems).toBe(3);
    const second = await list(`limit=2&cursor=${first.nextCursor}`);
    expect(names(second)).toEqual(['routes']);
    expect(second.nextCursor).toBeUndefined();
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=ten', 'limit'],
    ['sort=password', 'sort'],
    ['state=fine', 'state'],
    ['colour=red', 'colour'],
    ['cursor=nonsense', 'cursor'],
  ])('refuses ?%s and names it', async (query, field) => {
    const { server } = await startClaimsBackend({ platform: createPlatform() });
    const { status, body } = await request(server)
      .get(`${BASE}/claims?${query}`)
      .set(ada);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(field),
    });
  });

  it('says which sources are stale and answers with what it knows', async () => {
    const platform = createPlatform();
    platform.stale.add('Database');
    const { server } = await startClaimsBackend({ platform });
    const { status, body } = await request(server)
      .get(`${BASE}/claims`)
      .set(ada);
    expect(status).toBe(200);
    expect(names(body)).toEqual(['ledger', 'orders']);
    expect(body.sources).toContainEqual({
      cluster: 'sandbox',
      resource: 'databases',
      state: 'stale',
      error: 'The cluster does not answer.',
    });
  });
});

describe('GET /claims/{cluster}/{offering}/{namespace}/{name}', () => {
  it('shows everything about a claim that is mine, and records who looked', async () => {
    const platform = createPlatform();
    platform.put({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'ledger.1', namespace: 'payments-prod' },
      type: 'Warning',
      reason: 'CannotObserveExternalResource',
      message: 'cannot select role',
      count: 3,
      lastTimestamp: '2026-03-02T09:00:15Z',
      involvedObject: {
        kind: 'Role',
        name: 'ledger-1a',
        namespace: 'payments-prod',
      },
    });
    const { server, auditor, audit } = await startClaimsBackend({ platform });

    const { status, body } = await request(server)
      .get(claimPath('payments-prod', 'ledger'))
      .set(ada);

    expect(status).toBe(200);
    expect(body.composed).toMatchObject([
      {
        kind: 'Role',
        resourceName: 'role',
        state: { state: 'needs-attention' },
        conditions: [{ type: 'Synced', status: 'False' }],
      },
      {
        kind: 'Database',
        state: { state: 'working', sentence: 'It has not been made yet.' },
      },
      { kind: 'Secret', state: { state: 'unknown' } },
    ]);
    expect(body.timeline).toMatchObject([
      { id: 'submitted', status: 'done' },
      { id: 'accepted', status: 'done' },
      { id: 'composed', status: 'current', detail: body.state.sentence },
      { id: 'ready', status: 'pending' },
      { id: 'credentials', status: 'pending' },
    ]);
    expect(body.events).toEqual([
      {
        type: 'Warning',
        reason: 'CannotObserveExternalResource',
        message: 'cannot select role',
        count: 3,
        lastSeen: '2026-03-02T09:00:15Z',
        regarding: { kind: 'Role', name: 'ledger-1a' },
      },
    ]);
    expect(body.connection).toEqual({
      secretName: 'ledger-connection',
      namespace: 'payments-prod',
      keys: ['username', 'password', 'endpoint', 'port', 'database'],
      ready: false,
    });
    expect(body.yaml).toMatch(
      /^apiVersion: platform.cairn.dev\/v1alpha1\nkind: Database\nmetadata:\n/,
    );
    expect(body.spec).toEqual({ engine: 'postgres', size: 'large' });
    expect(body.permissions).toEqual({ delete: true });
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'claim-fetch',
        meta: expect.objectContaining({ queryType: 'by-name', name: 'ledger' }),
      }),
    );
    expect(audit.success).toHaveBeenCalledTimes(1);
  });

  it('says that credentials are ready when their Secret is there, never what they are', async () => {
    const platform = createPlatform();
    platform.put(
      database({ namespace: 'payments-dev', name: 'done', conditions: READY }),
    );
    const { server } = await startClaimsBackend({ platform });
    const look = () =>
      request(server).get(claimPath('payments-dev', 'done')).set(ada);
    expect((await look()).body.connection).toMatchObject({ ready: false });

    platform.put({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'done-connection', namespace: 'payments-dev' },
      data: { password: 'aHVudGVyMg==' },
    });
    const answer = await look();
    expect(answer.body.connection).toMatchObject({ ready: true });
    expect(answer.text).not.toContain('aHVudGVyMg');

    // Who may not look at Secrets is told what the claim says of itself.
    platform.remove({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'done-connection', namespace: 'payments-dev' },
    });
    platform.allows = ({ kind }) => kind !== 'Secret';
    expect((await look()).body.connection).toMatchObject({ ready: true });
  });

  it('answers alike for what is foreign, unowned and missing', async () => {
    const { server, audit } = await startClaimsBackend({
      platform: createPlatform(),
    });
    const bodies = [];
    for (const [namespace, name] of [
      ['logistics-dev', 'routes'],
      ['logistics-dev', 'missing'],
      ['unowned', 'stray'],
      ['no-such-namespace', 'routes'],
      ['payments-dev', 'missing'],
    ]) {
      const { status, body } = await request(server)
        .get(claimPath(namespace, name))
        .set(ada);
      expect(status).toBe(404);
      bodies.push(
        JSON.stringify(body)
          .replaceAll(`\\"${namespace}\\"`, 'N')
          .replaceAll(`\\"${name}\\"`, 'C')
          .replaceAll(`${namespace}/${name}`, 'N/C'),
      );
    }
    expect(new Set(bodies).size).toBe(1);
    expect(audit.fail).toHaveBeenCalledTimes(5);
    const elsewhere = await request(server)
      .get(claimPath('payments-dev', 'orders', 'other'))
      .set(ada);
    expect(elsewhere.status).toBe(404);
  });

  it('asks the cluster too: with the policy open, what the person may not get is not there', async () => {
    const platform = createPlatform();
    platform.allows = ({ namespace }) => namespace !== 'logistics-dev';
    const { server } = await startClaimsBackend({
      platform,
      permissions: allowAllPolicy(),
    });
    const get = (namespace: string, name: string) =>
      request(server).get(claimPath(namespace, name)).set(ada);
    expect((await get('logistics-dev', 'routes')).status).toBe(404);
    expect((await get('payments-dev', 'orders')).status).toBe(200);
  });

  it('shows what is too new for the cache, and what the cache still knows of a cluster that is down', async () => {
    const platform = createPlatform();
    const { server } = await startClaimsBackend({ platform });
    platform.unseen.add('Database');
    const fresh = await request(server)
      .get(claimPath('payments-dev', 'orders'))
      .set(ada);
    expect(fresh.status).toBe(200);

    platform.isDown = true;
    const unknown = await request(server)
      .get(claimPath('payments-dev', 'never-seen'))
      .set(ada);
    expect(unknown.status).toBe(503);

    platform.unseen.clear();
    const second = await startClaimsBackend({ platform });
    const remembered = await request(second.server)
      .get(claimPath('payments-dev', 'orders'))
      .set(ada);
    expect(remembered.status).toBe(200);
    expect(remembered.body.permissions).toEqual({ delete: false });
  });

  it('tells nobody that a namespace is missing while namespaces cannot be read', async () => {
    const platform = createPlatform();
    platform.stale.add('Namespace');
    const { server } = await startClaimsBackend({ platform });
    const get = (namespace: string) =>
      request(server).get(claimPath(namespace, 'routes')).set(ada);
    expect((await get('logistics-dev')).status).toBe(503);
    expect((await get('no-such-namespace')).status).toBe(503);
  });

  it('does not follow references out of the namespace', async () => {
    const platform = createPlatform();
    platform.put({
      ...sqlResource({
        kind: 'Role',
        name: 'routes-role',
        namespace: 'logistics-dev',
        resourceName: 'role',
        conditions: READY,
      }),
    });
    const thief = database({ namespace: 'payments-dev', name: 'thief' });
    platform.put({
      ...thief,
      spec: {
        crossplane: {
          resourceRefs: [
            {
              apiVersion: 'postgresql.sql.m.crossplane.io/v1alpha1',
              kind: 'Role',
              name: 'routes-role',
              namespace: 'logistics-dev',
            },
          ],
        },
      },
    });
    const { server } = await startClaimsBackend({ platform });
    const { body } = await request(server)
      .get(claimPath('payments-dev', 'thief'))
      .set(ada);
    expect(body.composed).toEqual([
      expect.objectContaining({
        namespace: 'payments-dev',
        conditions: [],
        state: { state: 'working', sentence: 'It has not been made yet.' },
      }),
    ]);
  });

  it('needs a signed-in person', async () => {
    const { server } = await startClaimsBackend({ platform: createPlatform() });
    for (const path of [
      '/offerings',
      `/offerings/${OFFERING}`,
      `/targets?offering=${OFFERING}`,
      '/claims',
      `/claims/sandbox/${OFFERING}/payments-dev/orders`,
      `/availability?cluster=sandbox&offering=${OFFERING}&namespace=payments-dev&name=x`,
    ]) {
      const get = (who: typeof ada) =>
        request(server).get(`${BASE}${path}`).set(who);
      expect((await get(nobody)).status).toBe(401);
      expect((await get(aService)).status).toBe(403);
    }
  });
});
