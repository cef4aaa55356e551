import type { FactInput } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { openTestDatabase } from './__testUtils__/openTestDatabase';
import { ada, aService, ben, dev, erin, nobody } from './__testUtils__/people';
import { startDoraBackend } from './__testUtils__/startDoraBackend';

const SHOP = 'component:default/shop';
const HOUR = 3_600_000;
/** Yesterday at noon: everything happened within the last seven days, whenever this runs. */
const YESTERDAY = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR - 12 * HOUR;
const at = (hours: number) => YESTERDAY + hours * HOUR;
const keyOf = (id: string) => `ci/production/${encodeURIComponent(SHOP)}/${id}`;

function commit(
  sha: string,
  parent: string | undefined,
  hours: number,
): FactInput {
  return {
    type: 'commit',
    repository: 'acme/shop',
    sha,
    parents: parent ? [parent] : [],
    at: at(hours),
    authoredAt: at(hours),
    authorType: 'human',
  };
}

function deployment(
  externalId: string,
  hours: number,
  revision: string,
): FactInput {
  return {
    type: 'deployment',
    source: 'ci',
    environment: 'production',
    tier: 'production',
    component: SHOP,
    externalId,
    result: 'succeeded',
    at: at(hours),
    startedAt: at(hours) - 600_000,
    finishedAt: at(hours),
    revision,
  };
}

/** Four deployments; the third broke something, the fourth rolled it back. */
const FACTS: FactInput[] = [
  commit('a', undefined, -9),
  commit('b', 'a', -6),
  commit('c', 'b', -4),
  deployment('1', -8, 'a'),
  deployment('2', -3, 'b'),
  deployment('3', -2, 'c'),
  deployment('4', -1, 'b'),
  {
    type: 'incident',
    source: 'pager',
    externalId: 'P1',
    component: SHOP,
    at: at(-1.8),
    openedAt: at(-1.8),
  },
];

let db: Knex;
let backend: Awaited<ReturnType<typeof startDoraBackend>>;

beforeAll(async () => {
  db = await openTestDatabase();
  backend = await startDoraBackend(db);
});

const READS = [
  `/scopes`,
  `/metrics?scope=${SHOP}`,
  `/overview?kind=group&days=30`,
  `/components?scope=organisation`,
  `/series?scope=${SHOP}`,
  `/profiles`,
  `/evidence/deployments?scope=${SHOP}`,
  `/evidence/changes?scope=${SHOP}`,
  `/evidence/incidents?scope=${SHOP}`,
  `/evidence/deployment?id=x`,
  `/sources`,
  `/quarantine`,
  `/quarantine/1`,
  `/status`,
];
const WRITES: [string, object][] = [
  ['/verdicts', { deployment: 'x', failed: true }],
  ['/corrections', { source: 'pager', externalId: 'P1', component: 'shop' }],
  [
    '/facts/deployments',
    { component: 'shop', environment: 'production', externalId: '9' },
  ],
  [
    '/facts/incidents',
    { component: 'shop', externalId: '9', openedAt: '2026-01-01T00:00:00Z' },
  ],
  ['/quarantine/1/retry', {}],
  ['/rebuild', {}],
  ['/check', {}],
];

describe('who may do what', () => {
  it.each(READS)('GET %s is for signed-in people', async path => {
    expect((await backend.get(path, nobody)).status).toBe(401);
    expect((await backend.get(path, aService)).status).toBe(403);
  });

  it.each(WRITES)('POST %s is for signed-in people', async (path, body) => {
    expect((await backend.post(path, body, nobody)).status).toBe(401);
  });

  it.each(['/sources', '/quarantine', '/quarantine/1', '/status'])(
    'GET %s is for the platform team and auditors',
    async path => {
      const denied = await backend.get(path, ben);
      expect(denied.status).toBe(403);
      expect(denied.body.error.message).toContain('platform team');
      expect([200, 404]).toContain((await backend.get(path, erin)).status);
    },
  );

  it.each(['/rebuild', '/check', '/quarantine/1/retry'])(
    'POST %s is for the platform team alone',
    async path => {
      for (const person of [ada, erin]) {
        expect((await backend.post(path, {}, person)).status).toBe(403);
      }
      expect(backend.audit.fail).toHaveBeenCalled();
    },
  );

  it('discarding is for the platform team alone', async () => {
    const path = '/api/dora/quarantine/1';
    const remove = request(backend.server).delete(path);
    expect((await remove.set(ada)).status).toBe(403);
    expect((await request(backend.server).delete(path).set(dev)).status).toBe(
      404,
    );
  });
});

describe('deliveries', () => {
  it('takes what is signed, once', async () => {
    const body = JSON.stringify({ facts: FACTS });
    const first = await backend.deliver(body);
    expect(first.status).toBe(202);
    expect(first.body).toEqual({ accepted: FACTS.length, duplicates: 0 });
    const again = await backend.deliver(body);
    expect(again.body).toEqual({ accepted: 0, duplicates: FACTS.length });
    await backend.settled();
    expect(await db('facts').count('id as count').first()).toEqual({
      count: String(FACTS.length),
    });
  });

  it.each([
    ['another secret', { secret: 'guessed' }],
    ['nothing after the prefix', { signature: 'sha256=' }],
    ['no prefix', { signature: 'abc' }],
    ['an empty signature', { signature: '' }],
  ])('refuses %s and keeps nothing', async (_, how) => {
    const before = await db('facts').count('id as count').first();
    const refused = await backend.deliver(JSON.stringify({ facts: [] }), how);
    expect(refused.status).toBe(401);
    expect(await db('facts').count('id as count').first()).toEqual(before);
    expect(await db('quarantine').first()).toBeUndefined();
  });

  it('does not know other collectors, and takes nothing for those without a secret', async () => {
    const path = '/api/dora/webhooks/gitlab';
    expect((await request(backend.server).post(path).send('{}')).status).toBe(
      404,
    );
  });

  it('keeps poison aside, shows, retries and discards it; others flow', async () => {
    const poison = await backend.deliver(
      '{"facts": [{"type": "deployment"}]}',
      {
        id: 'poison-1',
      },
    );
    expect(poison.status).toBe(202);
    expect(poison.body.quarantined.detail).toContain('source');
    await backend.deliver('not json', { id: 'poison-2' });
    const { body } = await backend.get('/quarantine?kind=poison', dev);
    expect(body.total).toBe(2);
    const [{ id, deliveryId, isKept }] = body.items;
    expect({ deliveryId, isKept }).toEqual({
      deliveryId: 'poison-2',
      isKept: true,
    });
    const shown = await backend.get(`/quarantine/${id}`, dev);
    expect(shown.body).toMatchObject({ body: 'not json', isCut: false });
    expect(JSON.stringify(shown.body)).not.toContain('signature');
    const retried = await backend.post(`/quarantine/${id}/retry`, {}, dev);
    expect(retried.body.quarantined.reason).toBe('unreadable');
    for (const item of body.items) {
      const gone = await request(backend.server)
        .delete(`/api/dora/quarantine/${item.id}`)
        .set(dev);
      expect(gone.status).toBe(204);
    }
    expect((await backend.get(`/quarantine/${id}`, dev)).status).toBe(404);
  });

  it('says what could not be matched, with the mend, until the catalog knows it', async () => {
    const body = JSON.stringify({ facts: [], repository: 'acme/unknown' });
    await backend.deliver(body, { id: 'u1' });
    const { body: sources } = await backend.get('/sources', dev);
    const pager = sources.items.find(
      (one: { collector: string }) => one.collector === 'pager',
    );
    expect(pager).toMatchObject({
      title: 'Pager',
      state: 'receiving',
      unmatched: [
        {
          reason: 'no_component',
          subject: 'acme/unknown',
          count: 1,
          mend: 'Add it to the catalog.',
        },
      ],
    });
    expect(pager.refused).toBeGreaterThanOrEqual(4);
    const { body: list } = await backend.get('/quarantine', dev);
    const retried = await backend.post(
      `/quarantine/${list.items[0].id}/retry`,
      {},
      dev,
    );
    expect(retried.body.quarantined.reason).toBe('no_component');
    await request(backend.server)
      .delete(`/api/dora/quarantine/${list.items[0].id}`)
      .set(dev);
  });
});

describe('numbers', () => {
  it('of a component, with a level, and those of the window before', async () => {
    const { status, body } = await backend.get(
      `/metrics?scope=${SHOP}&days=7&compare=before&profile=2019`,
    );
    expect(status).toBe(200);
    const { metrics, window } = body.current;
    expect(metrics.deploymentFrequency).toMatchObject({ value: 4, n: 4 });
    expect(metrics.deploymentFrequency.perDay).toBeCloseTo(4 / window.days, 6);
    expect(metrics.changeLeadTime).toMatchObject({
      n: 2,
      coverage: { known: 2, all: 2 },
      reason: null,
      level: 'elite',
    });
    expect(metrics.changeLeadTime.p50 / HOUR).toBeCloseTo(2.5, 1);
    expect(metrics.changeFailRate).toMatchObject({
      value: 1 / 4,
      numerator: 1,
      denominator: 4,
      rules: { rollback: 1 },
    });
    expect(metrics.failedDeploymentRecoveryTime.p50 / HOUR).toBeCloseTo(1, 1);
    expect(metrics.deploymentReworkRate).toMatchObject({ numerator: 1 });
    expect(body.compared.metrics.deploymentFrequency.value).toBe(0);
    expect(body.compared.metrics.changeFailRate).toMatchObject({
      value: null,
      reason: 'no_deployments',
      level: null,
    });
    expect(body.freshness).toMatchObject({ pending: 0, rebuilding: false });
  });

  it('any other window is what its days add up to', async () => {
    const day = (days: number) =>
      new Date(YESTERDAY + days * 24 * HOUR).toISOString().slice(0, 10);
    const any = await backend.get(
      `/metrics?scope=${SHOP}&from=${day(-40)}&to=${day(2)}`,
    );
    const ready = await backend.get(`/metrics?scope=${SHOP}&days=30`);
    expect(any.body.current.metrics.changeFailRate).toEqual(
      ready.body.current.metrics.changeFailRate,
    );
    expect(any.body.current.metrics.changeLeadTime).toEqual(
      ready.body.current.metrics.changeLeadTime,
    );
  });

  it.each([
    'group:default/payments',
    'system:default/checkout',
    'organisation',
  ])('of %s as a spread of components, without a level', async scope => {
    const { body } = await backend.get(`/metrics?scope=${scope}&days=30`);
    expect(body.pooled).toBe(true);
    expect(body.current.metrics.deploymentFrequency).toMatchObject({
      value: 4,
      level: null,
    });
    expect(body.spread.changeFailRate).toMatchObject({ n: 1, p50: 0.25 });
    expect(body.components).toBe(scope === 'organisation' ? 2 : 1);
  });

  it('as lists, series and levels', async () => {
    const { body: table } = await backend.get(
      `/components?scope=organisation&days=30&sort=changeFailRate&order=desc`,
      ben,
    );
    expect(table.items[0]).toMatchObject({
      component: SHOP,
      owner: 'group:default/payments',
      metrics: { changeFailRate: { value: 0.25 } },
    });
    const { body: series } = await backend.get(
      `/series?scope=${SHOP}&days=7&unit=day`,
    );
    expect(series.items).toHaveLength(7);
    expect(
      series.items.map(
        (one: { metrics: { deploymentFrequency: { value: number } } }) =>
          one.metrics.deploymentFrequency.value,
      ),
    ).toEqual([0, 0, 0, 0, 0, 4, 0]);
    const { body: overview } = await backend.get(
      '/overview?kind=group&days=30',
    );
    expect(overview.items).toMatchObject([
      { scope: 'group:default/payments', title: 'Payments' },
    ]);
    const { body: scopes } = await backend.get('/scopes?kind=system');
    expect(scopes.items).toEqual([
      {
        scope: 'system:default/checkout',
        kind: 'system',
        title: 'Checkout',
        components: 1,
      },
    ]);
    const { body: profiles } = await backend.get('/profiles');
    expect(profiles.items.length).toBeGreaterThan(4);
  });

  it.each([
    ['/metrics', 400],
    [`/metrics?scope=${SHOP}&from=2026-01-01`, 400],
    [`/metrics?scope=${SHOP}&from=2026-02-30&to=2026-03-02`, 400],
    [`/metrics?scope=${SHOP}&from=2026-03-02&to=2026-03-01`, 400],
    [`/metrics?scope=${SHOP}&days=0`, 400],
    [`/metrics?scope=${SHOP}&profile=1999`, 400],
    ['/metrics?scope=component:default/nobody', 404],
    ['/metrics?scope=group:default/nobody', 404],
    [`/series?scope=${SHOP}&unit=hour`, 400],
    [`/components?scope=organisation&sort=owner`, 400],
    [`/components?scope=organisation&cursor=x`, 400],
    [`/evidence/deployments?scope=${SHOP}&cursor=x`, 400],
    [`/evidence/deployment?id=ci/production/x/1`, 404],
    ['/overview?kind=component&days=90', 400],
  ])('GET %s answers %d with a sentence', async (path, status) => {
    const answer = await backend.get(path);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message.length).toBeGreaterThan(20);
  });
});

describe('evidence', () => {
  it('leads from every number to its rows, each with the rule that counted it', async () => {
    const { body: failed } = await backend.get(
      `/evidence/deployments?scope=${SHOP}&days=7&counted=failed`,
    );
    expect(failed).toMatchObject({
      total: 1,
      items: [
        {
          id: keyOf('3'),
          evidence: [
            { rule: 'rollback', fact: keyOf('4') },
            { rule: 'incident_window', fact: 'pager/P1' },
          ],
          recovery: { state: 'recovered', duration: HOUR },
        },
      ],
    });
    const { body: first } = await backend.get(
      `/evidence/deployments?scope=organisation&days=7&limit=3`,
    );
    expect(first).toMatchObject({ total: 4, nextCursor: '3', withheld: 1 });
    const { body: rest } = await backend.get(
      `/evidence/deployments?scope=organisation&days=7&limit=3&cursor=3`,
    );
    expect(rest.items).toHaveLength(1);
    const { body: changes } = await backend.get(
      `/evidence/changes?scope=${SHOP}&days=7`,
    );
    expect(changes.items.map((one: { sha: string }) => one.sha)).toEqual([
      'c',
      'b',
    ]);
    const { body: incidents } = await backend.get(
      `/evidence/incidents?scope=${SHOP}&days=7`,
    );
    expect(incidents).toMatchObject({
      total: 1,
      items: [
        {
          key: 'pager/P1',
          blames: [{ deployment: keyOf('3'), rule: 'incident_window' }],
        },
      ],
    });
  });

  it('is for owners, the platform team and auditors', async () => {
    for (const kind of ['deployments', 'changes', 'incidents']) {
      const path = `/evidence/${kind}?scope=${SHOP}&days=7`;
      expect((await backend.get(path, ben)).status).toBe(403);
      expect((await backend.get(path, dev)).status).toBe(200);
    }
    const one = `/evidence/deployment?id=${encodeURIComponent(keyOf('3'))}`;
    expect((await backend.get(one, ben)).status).toBe(404);
    expect((await backend.get(one, ada)).body.deployment.id).toBe(keyOf('3'));
  });
});

describe('what people and pipelines say', () => {
  const failRate = async () => {
    await backend.settled();
    const { body } = await backend.get(`/metrics?scope=${SHOP}&days=7`);
    return body.current.metrics.changeFailRate;
  };

  it('a verdict changes the number at once, is audited and can be taken back', async () => {
    const verdict = { deployment: keyOf('3'), failed: false, note: 'a drill' };
    expect((await backend.post('/verdicts', verdict, ben)).status).toBe(404);
    expect((await failRate()).numerator).toBe(1);
    expect((await backend.post('/verdicts', verdict)).status).toBe(202);
    expect((await failRate()).numerator).toBe(0);
    expect(backend.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'verdict-create',
        severityLevel: 'medium',
        meta: { deployment: keyOf('3'), failed: false },
      }),
    );
    const { body } = await backend.get(
      `/evidence/deployment?id=${encodeURIComponent(keyOf('3'))}`,
    );
    expect(body.verdicts).toMatchObject([
      { by: 'user:default/ada', failed: false, note: 'a drill' },
    ]);
    await backend.post('/verdicts', { ...verdict, failed: true });
    expect(await failRate()).toMatchObject({
      numerator: 1,
      rules: { verdict: 1 },
    });
  });

  it('an incident can be moved by whoever owns both sides', async () => {
    const move = {
      source: 'pager',
      externalId: 'P1',
      component: 'van',
      note: 'the van',
    };
    for (const person of [ada, ben]) {
      expect((await backend.post('/corrections', move, person)).status).toBe(
        404,
      );
    }
    expect((await backend.post('/corrections', move, dev)).status).toBe(202);
    await backend.settled();
    const { body } = await backend.get(
      `/evidence/incidents?scope=component:default/van&days=7`,
      dev,
    );
    expect(body.items).toMatchObject([
      { key: 'pager/P1', by: 'user:default/dev', note: 'the van', blames: [] },
    ]);
    const foreign = { ...move, component: 'shop', causedBy: ['x/y/z/1'] };
    expect((await backend.post('/corrections', foreign, dev)).status).toBe(400);
  });

  it('a pipeline tells of deployments and incidents, for its own components', async () => {
    const sent = {
      component: 'shop',
      environment: 'production',
      externalId: 'run-1',
      result: 'succeeded',
      finishedAt: new Date(at(0)).toISOString(),
      revision: 'd',
    };
    expect((await backend.post('/facts/deployments', sent, ben)).status).toBe(
      403,
    );
    const taken = await backend.post('/facts/deployments', sent, aService);
    expect(taken.body).toEqual({ accepted: 1, duplicates: 0 });
    const again = await backend.post('/facts/deployments', { items: [sent] });
    expect(again.body).toEqual({ accepted: 0, duplicates: 1 });
    const key = `api/production/${encodeURIComponent(SHOP)}/run-1`;
    const incident = {
      component: SHOP,
      externalId: 'I-1',
      openedAt: new Date(at(1)).toISOString(),
      causedBy: [key],
    };
    expect((await backend.post('/facts/incidents', incident, ben)).status).toBe(
      403,
    );
    expect((await backend.post('/facts/incidents', incident)).status).toBe(202);
    expect((await failRate()).denominator).toBe(5);
  });

  it.each([
    [{ externalId: '1', environment: 'production' }, 400, 'component'],
    [
      { component: 'nobody', externalId: '1', environment: 'production' },
      404,
      'nobody',
    ],
    [
      { component: 'shop', externalId: '1', environment: 'moon' },
      400,
      'environment',
    ],
    [
      {
        component: 'shop',
        externalId: '1',
        environment: 'production',
        finishedAt: 'yesterday, at around noon',
      },
      400,
      'finishedAt',
    ],
  ])('refuses %j', async (body, status, field) => {
    const answer = await backend.post('/facts/deployments', body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(field);
  });
});

it('computes everything again and compares, on request of the platform team', async () => {
  const before = await backend.get(`/metrics?scope=${SHOP}&days=30`);
  expect((await backend.post('/check', {}, dev)).body).toEqual({
    started: true,
  });
  const { body } = await backend.post('/rebuild', {}, dev);
  expect(body.generation).toBeGreaterThan(0);
  const after = await backend.get(`/metrics?scope=${SHOP}&days=30`);
  expect(after.body.current).toEqual({
    ...before.body.current,
    window: expect.anything(),
    metrics: expect.objectContaining({
      changeFailRate: before.body.current.metrics.changeFailRate,
    }),
  });
});

it('says 503 and nothing else when the database is away; nothing is acknowledged', async () => {
  const raw = jest.spyOn(db.client, 'acquireConnection');
  raw.mockRejectedValue(
    Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), {
      code: 'ECONNREFUSED',
    }),
  );
  try {
    const read = await backend.get(`/metrics?scope=${SHOP}`);
    expect(read.status).toBe(503);
    expect(JSON.stringify(read.body)).not.toContain('10.0.0.7');
    const sent = await backend.deliver(JSON.stringify({ facts: FACTS }));
    expect(sent.status).toBe(503);
  } finally {
    raw.mockRestore();
  }
});
