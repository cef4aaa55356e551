import request from 'supertest';
import { KubernetesInvalidError } from '@cairn/plugin-platform-node';
import {
  database,
  databaseDefinition,
  teamNamespace,
} from './__testUtils__/objects';
import { MemoryPlatform } from './__testUtils__/MemoryPlatform';
import { ada, ben, dev, erin } from './__testUtils__/people';
import { startClaimsBackend } from './__testUtils__/startClaimsBackend';

const BASE = '/api/claims';
const OFFERING = 'databases.platform.cairn.dev';

const ORDERS = {
  cluster: 'sandbox',
  offering: OFFERING,
  namespace: 'payments-dev',
  name: 'orders',
  spec: { engine: 'postgres' },
};

function createPlatform(): MemoryPlatform {
  const platform = new MemoryPlatform();
  platform.put(databaseDefinition());
  platform.put(teamNamespace('payments-dev', 'payments'));
  platform.put(teamNamespace('logistics-dev', 'logistics'));
  platform.put(database({ namespace: 'payments-dev', name: 'taken' }));
  platform.put(database({ namespace: 'logistics-dev', name: 'taken' }));
  return platform;
}

function verdicts(body: { checks: { id: string; verdict: string }[] }) {
  return Object.fromEntries(
    body.checks.map(({ id, verdict }) => [id, verdict]),
  );
}

describe('GET /offerings', () => {
  it('describes what can be requested, with what the compositions provide', async () => {
    const platform = createPlatform();
    platform.put({
      apiVersion: 'apiextensions.crossplane.io/v1',
      kind: 'Composition',
      metadata: {
        name: 'databases-postgres',
        annotations: { 'cairn.dev/provides': 'engine=postgres' },
      },
      spec: {
        compositeTypeRef: {
          apiVersion: 'platform.cairn.dev/v1alpha1',
          kind: 'Database',
        },
      },
    });
    platform.put({
      ...databaseDefinition(),
      metadata: { name: 'secrets.internal.example.org' },
    });
    const { server } = await startClaimsBackend({ platform });
    const { body } = await request(server).get(`${BASE}/offerings`).set(ben);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      id: OFFERING,
      cluster: 'sandbox',
      title: 'Database',
      description: 'A database of your own.',
      available: true,
      connectionKeys: ['username', 'password', 'endpoint', 'port', 'database'],
      provided: { engine: ['postgres'] },
    });
    const one = await request(server)
      .get(`${BASE}/offerings/${OFFERING}`)
      .set(ben);
    expect(one.body).toEqual(body.items[0]);
    for (const path of [
      '/offerings/moons.example.org',
      `/offerings/${OFFERING}?cluster=other`,
    ]) {
      expect(
        (
          await request(server)
            .get(BASE + path)
            .set(ben)
        ).status,
      ).toBe(404);
    }

    const mysql = await request(server)
      .post(`${BASE}/preflight`)
      .set(ada)
      .send({ ...ORDERS, spec: { engine: 'mysql' } });
    expect(mysql.body.problems).toEqual([
      {
        field: 'spec.engine',
        message: 'mysql is not offered on this platform yet; choose postgres.',
      },
    ]);
  });
});

describe('GET /targets', () => {
  it('names the namespaces where the person may request', async () => {
    const { server } = await startClaimsBackend({ platform: createPlatform() });
    const targets = async (who: typeof ada, offering = OFFERING) => {
      const { body } = await request(server)
        .get(`${BASE}/targets?offering=${offering}`)
        .set(who);
      return body.items.map(({ name }: { name: string }) => name);
    };
    expect(await targets(ada)).toEqual(['payments-dev']);
    expect(await targets(ben)).toEqual(['logistics-dev']);
    expect(await targets(dev)).toEqual(['logistics-dev', 'payments-dev']);
    expect(await targets(erin)).toEqual([]);
    expect(await targets(ada, 'moons.example.org')).toEqual([]);
    const { status } = await request(server).get(`${BASE}/targets`).set(ada);
    expect(status).toBe(400);
  });
});

describe('GET /availability', () => {
  it('judges a name without disclosing what is foreign', async () => {
    const platform = createPlatform();
    const { server } = await startClaimsBackend({ platform });
    const check = async (namespace: string, name: string) => {
      const { body } = await request(server)
        .get(`${BASE}/availability`)
        .query({ cluster: 'sandbox', offering: OFFERING, namespace, name })
        .set(ada);
      return body.verdict;
    };
    expect(await check('payments-dev', 'free')).toBe('ok');
    expect(await check('payments-dev', 'taken')).toBe('taken');
    expect(await check('payments-dev', 'Not good')).toBe('invalid');
    expect(await check('logistics-dev', 'taken')).toBe('unknown');
    expect(await check('logistics-dev', 'free')).toBe('unknown');
    expect(await check('no-such-namespace', 'free')).toBe('unknown');
    platform.stale.add('Database');
    expect(await check('payments-dev', 'free')).toBe('unknown');
    expect(await check('payments-dev', 'taken')).toBe('taken');
  });
});

describe('POST /preflight', () => {
  it('shows the manifest and creates nothing', async () => {
    const platform = createPlatform();
    const { server } = await startClaimsBackend({ platform });
    const before = platform.objects.size;
    const { status, body } = await request(server)
      .post(`${BASE}/preflight`)
      .set(ada)
      .send(ORDERS);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, problems: [], warnings: [] });
    expect(body.manifest).toBe(
      [
        'apiVersion: platform.cairn.dev/v1alpha1',
        'kind: Database',
        'metadata:',
        '  name: orders',
        '  namespace: payments-dev',
        '  annotations:',
        '    cairn.dev/requested-by: user:default/ada',
        'spec:',
        '  engine: postgres',
        '',
      ].join('\n'),
    );
    expect(body.checks.map(({ id }: { id: string }) => id)).toEqual([
      'name',
      'schema',
      'access',
      'dry-run',
    ]);
    expect(platform.objects.size).toBe(before);
  });

  it('says which check fails and where', async () => {
    const platform = createPlatform();
    const { server } = await startClaimsBackend({ platform });
    const preflight = async (change: object) =>
      (
        await request(server)
          .post(`${BASE}/preflight`)
          .set(ada)
          .send({ ...ORDERS, ...change })
      ).body;

    const bad = await preflight({ name: 'taken', spec: { size: 'tiny' } });
    expect(verdicts(bad)).toEqual({
      name: 'failed',
      schema: 'failed',
      access: 'not-run',
      'dry-run': 'not-run',
    });
    expect(bad.ok).toBe(false);
    expect(bad.problems.map(({ field }: { field: string }) => field)).toEqual([
      'metadata.name',
      'spec.size',
    ]);

    const foreign = await preflight({
      namespace: 'logistics-dev',
      name: 'taken',
    });
    expect(verdicts(foreign)).toEqual({
      name: 'passed',
      schema: 'passed',
      access: 'failed',
      'dry-run': 'not-run',
    });

    platform.allows = ({ verb }) => verb !== 'create';
    expect(verdicts(await preflight({}))).toMatchObject({ access: 'failed' });

    platform.allows = () => true;
    platform.admit = () => {
      throw new KubernetesInvalidError('invalid', [
        {
          field: 'spec.highAvailability',
          message: 'Invalid value: choose medium or large',
        },
      ]);
    };
    const refused = await preflight({});
    expect(verdicts(refused)).toMatchObject({
      access: 'passed',
      'dry-run': 'failed',
    });
    expect(refused.problems).toEqual([
      { field: 'spec.highAvailability', message: 'Choose medium or large' },
    ]);

    platform.isDown = true;
    const down = await preflight({});
    expect(down.ok).toBe(false);
    expect(verdicts(down)).toMatchObject({ 'dry-run': 'not-run' });
  });
});
