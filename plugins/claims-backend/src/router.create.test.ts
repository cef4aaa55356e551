import request from 'supertest';
import { mockServices } from '@backstage/backend-test-utils';
import { KubernetesInvalidError } from '@cairn/plugin-platform-node';
import { MemoryPlatform } from './__testUtils__/MemoryPlatform';
import {
  database,
  databaseDefinition,
  teamNamespace,
} from './__testUtils__/objects';
import { ada, aService, ben, erin, nobody } from './__testUtils__/people';
import {
  allowAllPolicy,
  startClaimsBackend,
} from './__testUtils__/startClaimsBackend';

const PATH = '/api/claims/claims';

const ORDERS = {
  cluster: 'sandbox',
  offering: 'databases.platform.cairn.dev',
  namespace: 'payments-dev',
  name: 'orders',
  spec: { engine: 'postgres', size: 'small' },
};

function createPlatform(): MemoryPlatform {
  const platform = new MemoryPlatform();
  platform.put(databaseDefinition());
  platform.put(teamNamespace('payments-dev', 'payments'));
  platform.put(teamNamespace('logistics-dev', 'logistics'));
  platform.put(teamNamespace('kube-system'));
  return platform;
}

describe('POST /claims', () => {
  it('creates the claim as the person, says who asked, and writes an audit event', async () => {
    const platform = createPlatform();
    const { server, auditor, audit } = await startClaimsBackend({ platform });

    const { status, body } = await request(server)
      .post(PATH)
      .set(ada)
      .send(ORDERS);

    expect(status).toBe(201);
    expect(body).toMatchObject({
      cluster: 'sandbox',
      namespace: 'payments-dev',
      name: 'orders',
      kind: 'Database',
      owner: 'group:default/payments',
      environment: 'dev',
      requestedBy: 'user:default/ada',
      spec: { engine: 'postgres', size: 'small' },
      connection: {
        secretName: 'orders-connection',
        keys: ['username', 'password', 'endpoint', 'port', 'database'],
        ready: false,
      },
      permissions: { delete: true },
    });
    const stored = [...platform.objects.values()].find(
      ({ kind }) => kind === 'Database',
    );
    expect(stored?.metadata.annotations).toEqual({
      'cairn.dev/requested-by': 'user:default/ada',
    });
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'claim-mutate',
        severityLevel: 'medium',
        meta: expect.objectContaining({ actionType: 'create', name: 'orders' }),
      }),
    );
    expect(audit.success).toHaveBeenCalledWith({
      meta: { created: true, uid: stored?.metadata.uid },
    });
  });

  it('makes one claim of a request that is sent twice, and refuses another of the same name', async () => {
    const platform = createPlatform();
    const { server } = await startClaimsBackend({ platform });
    const send = (body: object, who = ada) =>
      request(server).post(PATH).set(who).send(body);

    const answers = await Promise.all([send(ORDERS), send(ORDERS)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(answers[0].body.uid).toBe(answers[1].body.uid);

    const other = await send({ ...ORDERS, spec: { size: 'large' } });
    expect(other.status).toBe(409);
    expect(other.body.error.message).toBe(
      'There is one called "orders" in namespace "payments-dev" already. Choose another name.',
    );

    platform.put(
      database({
        namespace: 'payments-dev',
        name: 'old',
        requestedBy: 'user:default/ada',
        metadata: { deletionTimestamp: '2026-03-02T09:00:00Z' },
      }),
    );
    const dying = await send({ ...ORDERS, name: 'old', spec: {} });
    expect(dying.status).toBe(409);
    expect(dying.body.error.message).toContain('just being deleted');
  });

  it.each(['logistics-dev', 'kube-system', 'does-not-exist'])(
    'refuses a request into %s without saying whether it exists',
    async namespace => {
      const platform = createPlatform();
      const { server, audit } = await startClaimsBackend({ platform });

      const { status, body } = await request(server)
        .post(PATH)
        .set(ada)
        .send({ ...ORDERS, namespace });

      expect(status).toBe(403);
      expect(body.error.message.replace(namespace, 'X')).toBe(
        'You may not request anything in namespace "X" on cluster "sandbox". Choose a namespace of one of your teams, or ask the platform team for one.',
      );
      expect(audit.fail).toHaveBeenCalledTimes(1);
      expect(audit.success).not.toHaveBeenCalled();
    },
  );

  it('leaves the decision to the cluster when the policy allows everything', async () => {
    const platform = createPlatform();
    platform.allows = ({ user, namespace }) =>
      user !== 'user:default/ada' || namespace === 'payments-dev';
    const { server, audit } = await startClaimsBackend({
      platform,
      permissions: allowAllPolicy(),
    });

    const { status, body } = await request(server)
      .post(PATH)
      .set(ada)
      .send({ ...ORDERS, namespace: 'logistics-dev' });

    expect(status).toBe(403);
    expect(body.error).toEqual({
      name: 'NotAllowedError',
      message: expect.stringContaining('You may not create Database'),
    });
    expect(audit.fail).toHaveBeenCalledTimes(1);
    expect(
      [...platform.objects.values()].map(({ kind }) => kind),
    ).not.toContain('Database');
  });

  it('needs a signed-in person', async () => {
    const { server } = await startClaimsBackend({ platform: createPlatform() });
    const send = (who: typeof ada) =>
      request(server).post(PATH).set(who).send(ORDERS);
    expect((await send(nobody)).status).toBe(401);
    expect((await send(aService)).status).toBe(403);
    expect((await send(erin)).status).toBe(403);
    expect((await send(ben)).status).toBe(403);
  });

  it.each<[string, unknown, { field: string; message: string }[]]>([
    [
      'an unknown field',
      { ...ORDERS, requestedBy: 'user:default/ben' },
      [
        {
          field: 'requestedBy',
          message:
            'Is not a field of a request. Known: cluster, offering, namespace, name, component, spec.',
        },
      ],
    ],
    [
      'fields of the wrong type',
      { ...ORDERS, name: 7, spec: [] },
      [
        { field: 'name', message: 'Must be text.' },
        { field: 'spec', message: 'Must be an object.' },
      ],
    ],
    [
      'missing fields',
      { cluster: 'sandbox', namespace: 'payments-dev' },
      [
        { field: 'offering', message: 'Is required.' },
        { field: 'name', message: 'Is required.' },
        { field: 'spec', message: 'Is required.' },
      ],
    ],
    [
      'no object at all',
      ['orders'],
      [{ field: 'body', message: expect.stringContaining('JSON object') }],
    ],
    [
      'a bad name',
      { ...ORDERS, name: 'Orders DB' },
      [
        {
          field: 'metadata.name',
          message: expect.stringContaining('lower-case letters'),
        },
      ],
    ],
    [
      'settings that the offering does not have',
      { ...ORDERS, spec: { engine: 'oracle', storageGB: '20', colour: 'red' } },
      [
        { field: 'spec.engine', message: 'Must be one of: postgres, mysql.' },
        {
          field: 'spec.storageGB',
          message: 'Must be a whole number, not text.',
        },
        {
          field: 'spec.colour',
          message: expect.stringContaining('Is not a field of this offering.'),
        },
      ],
    ],
    [
      'an offering that does not exist',
      { ...ORDERS, offering: 'moons.example.org' },
      [
        {
          field: 'offering',
          message:
            'Nothing called "moons.example.org" is offered on cluster "sandbox".',
        },
      ],
    ],
  ])('names the fields of a request with %s', async (_, sent, problems) => {
    const platform = createPlatform();
    const { server } = await startClaimsBackend({ platform });
    const { status, body } = await request(server)
      .post(PATH)
      .set(ada)
      .send(sent as object);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ name: 'InputError', problems });
    expect(
      [...platform.objects.values()].map(({ kind }) => kind),
    ).not.toContain('Database');
  });

  it('answers a malformed, huge or poisoned body with what is wrong with it', async () => {
    const { server } = await startClaimsBackend({ platform: createPlatform() });
    const send = (text: string, type = 'application/json') =>
      request(server).post(PATH).set(ada).set('content-type', type).send(text);

    const malformed = await send('{\n  "cluster": "sandbox",\n  "name" "x"\n}');
    expect(malformed.status).toBe(400);
    expect(malformed.body.error).toEqual({
      name: 'InputError',
      message:
        'The body is not valid JSON: at line 3, column 10 there should be ":".',
    });

    const huge = await send(
      JSON.stringify({ ...ORDERS, spec: { x: 'x'.repeat(70_000) } }),
    );
    expect(huge.status).toBe(413);
    expect(huge.body.error.message).toContain('larger than 64 KiB');

    const poisoned = await send(
      `{"cluster":"sandbox","offering":"databases.platform.cairn.dev","namespace":"payments-dev","name":"x","spec":{"backup":{"__proto__":{"polluted":true}}}}`,
    );
    expect(poisoned.status).toBe(400);
    expect(poisoned.body.error.problems).toEqual([
      { field: 'spec.backup', message: 'Must not have a field "__proto__".' },
    ]);
    expect(Object.prototype).not.toHaveProperty('polluted');

    const deep = await send(
      JSON.stringify({
        ...ORDERS,
        spec: JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`),
      }),
    );
    expect(deep.status).toBe(400);
    expect(deep.body.error.problems[0].message).toContain('nested deeper than');

    const text = await send('engine: postgres', 'text/plain');
    expect([400, 415]).toContain(text.status);
  });

  it('shows what the cluster objects to at the fields', async () => {
    const platform = createPlatform();
    platform.admit = () => {
      throw new KubernetesInvalidError('Database "orders" is invalid', [
        {
          field: 'spec.backup.retentionDays',
          message: 'Forbidden: Retention needs backups; switch backups on.',
        },
        {
          field: 'spec',
          message: 'Invalid value: "object": no more than three databases',
        },
      ]);
    };
    const { server } = await startClaimsBackend({ platform });
    const { status, body } = await request(server)
      .post(PATH)
      .set(ada)
      .send(ORDERS);
    expect(status).toBe(400);
    expect(body.error.problems).toEqual([
      {
        field: 'spec.backup.retentionDays',
        message: 'Retention needs backups; switch backups on.',
      },
      { field: 'spec', message: 'No more than three databases' },
    ]);
  });

  it('answers 503 when the cluster is down', async () => {
    const platform = createPlatform();
    platform.isDown = true;
    const { server, audit } = await startClaimsBackend({ platform });
    const { status, body } = await request(server)
      .post(PATH)
      .set(ada)
      .send(ORDERS);
    expect(status).toBe(503);
    expect(body.error.message).toBe('Cluster "sandbox" does not answer');
    expect(audit.fail).toHaveBeenCalledTimes(1);
  });

  it('answers although the audit sink fails', async () => {
    const platform = createPlatform();
    const auditor = mockServices.auditor.mock();
    const { server } = await startClaimsBackend({ platform, auditor });

    auditor.createEvent.mockRejectedValueOnce(new Error('disk full'));
    const opened = await request(server).post(PATH).set(ada).send(ORDERS);
    expect(opened.status).toBe(201);

    auditor.createEvent.mockResolvedValueOnce({
      success: jest.fn().mockRejectedValue(new Error('disk full')),
      fail: jest.fn().mockRejectedValue(new Error('disk full')),
    });
    const closed = await request(server)
      .post(PATH)
      .set(ada)
      .send({ ...ORDERS, name: 'second' });
    expect(closed.status).toBe(201);
  });
});
