import { createHmac } from 'node:crypto';
import { ConfigReader } from '@backstage/config';
import { foldFacts, parseFact } from '@cairn/plugin-dora-common';
import {
  ComponentIndex,
  createTranslationContext,
} from '@cairn/plugin-dora-node';
import fc from 'fast-check';
import { createAlertmanagerCollector } from './createAlertmanagerCollector';
import { readAlertmanagerOptions } from './readAlertmanagerOptions';

const index = ComponentIndex.fromEntities(
  ['shop', 'cart'].map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
  })),
  { environments: [], incidentSources: [] },
);
const context = createTranslationContext({
  directory: () => index,
  ledgerOfRepository: async () => foldFacts([]),
});

function collectorWith(alertmanager: object = {}) {
  return createAlertmanagerCollector(
    readAlertmanagerOptions(new ConfigReader({ dora: { alertmanager } })),
  );
}

/** An alert as Alertmanager 0.28 writes it. */
function alert(change: object = {}, labels: object = {}) {
  return {
    status: 'firing',
    labels: {
      alertname: 'HighErrorRate',
      service: 'shop',
      environment: 'production',
      severity: 'critical',
      ...labels,
    },
    annotations: { summary: 'Many requests fail' },
    startsAt: '2026-03-02T10:00:00.123456789+01:00',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus/graph',
    fingerprint: 'f1',
    ...change,
  };
}

const over = { status: 'resolved', endsAt: '2026-03-02T10:30:00Z' };

function delivery(alerts: object[], change: object = {}) {
  return {
    headers: {},
    body: Buffer.from(
      JSON.stringify({
        receiver: 'cairn',
        status: 'firing',
        version: '4',
        groupKey: '{}:{}',
        truncatedAlerts: 0,
        alerts,
        ...change,
      }),
    ),
    receivedAt: 0,
  };
}

const read = (alerts: object[], options: object = {}, change: object = {}) =>
  collectorWith(options).translate(delivery(alerts, change), context);

async function incidentsOf(groups: object[][]) {
  const told = await Promise.all(groups.map(group => read(group)));
  return foldFacts(
    told.flatMap(({ facts }) => facts.map(fact => parseFact(fact))),
  ).incidents;
}

it('an alert is an incident, from its own times', async () => {
  const [opened] = (await read([alert()])).facts;
  expect(opened).toEqual({
    type: 'incident',
    source: 'alertmanager',
    at: Date.parse('2026-03-02T09:00:00.123Z'),
    externalId: 'f1/2026-03-02T09:00:00.123Z',
    component: 'component:default/shop',
    environment: 'production',
    openedAt: Date.parse('2026-03-02T09:00:00.123Z'),
  });
  const [resolved] = (await read([alert(over)])).facts;
  expect(resolved).toMatchObject({
    externalId: 'f1/2026-03-02T09:00:00.123Z',
    resolvedAt: Date.parse('2026-03-02T10:30:00Z'),
  });
});

it('each alert of a group speaks for itself', async () => {
  const told = await read([
    alert(),
    alert({ fingerprint: 'f2', ...over }, { service: 'cart' }),
    alert({ fingerprint: 'f3' }, { service: 'gone' }),
    alert({ fingerprint: 'f4' }, { service: '', alertname: 'NodeDown' }),
    alert({ fingerprint: 'f5' }, { environment: 'harbour' }),
  ]);
  expect(told.facts).toMatchObject([
    { component: 'component:default/shop' },
    { component: 'component:default/cart', resolvedAt: expect.anything() },
  ]);
  expect(told.unmatched).toMatchObject([
    { reason: 'no_component', subject: 'gone' },
    { reason: 'no_component', subject: 'NodeDown' },
    { reason: 'unknown_environment', subject: 'harbour' },
  ]);
});

it('one that flaps is another incident each time', async () => {
  const incidents = await incidentsOf([
    [alert({ ...over })],
    [alert({ startsAt: '2026-03-02T11:00:00Z' })],
  ]);
  expect([...incidents.values()].map(({ endedAt }) => endedAt)).toEqual([
    Date.parse('2026-03-02T10:30:00Z'),
    undefined,
  ]);
});

it('repetitions, orders and other groupings change nothing', async () => {
  const alerts = [
    alert(),
    alert(over),
    alert({ fingerprint: 'f2' }, { service: 'cart' }),
    alert({ fingerprint: 'f2', ...over }, { service: 'cart' }),
  ];
  const expected = await incidentsOf(alerts.map(one => [one]));
  expect(expected.size).toBe(2);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...alerts, ...alerts], { minLength: 8 }),
      fc.integer({ min: 1, max: 7 }),
      async (shuffled, cut) => {
        expect(
          await incidentsOf([shuffled.slice(0, cut), shuffled.slice(cut)]),
        ).toEqual(expected);
      },
    ),
    { numRuns: 50 },
  );
});

it('takes only what the configuration calls grave, and its own labels', async () => {
  expect(
    await read([alert({}, { severity: 'info' })], { severities: ['critical'] }),
  ).toMatchObject({ facts: [], ignored: expect.any(String) });
  const { facts } = await read([alert({}, { team_service: 'cart' })], {
    componentLabels: ['team_service'],
  });
  expect(facts).toMatchObject([{ component: 'component:default/cart' }]);
});

it('says when Alertmanager left alerts out', async () => {
  const { unmatched } = await read([alert()], {}, { truncatedAlerts: 3 });
  expect(unmatched).toMatchObject([{ reason: 'unsupported' }]);
});

it('names the field of a body that is none of Alertmanager', async () => {
  await expect(read([alert({ fingerprint: '' })])).rejects.toThrow(
    'alerts.0.fingerprint',
  );
});

it('takes a token or a signature, and refuses what has neither', () => {
  const { verify } = collectorWith();
  const sent = delivery([alert()]);
  const hmac = createHmac('sha256', 's').update(sent.body).digest('hex');
  const withHeaders = (headers: Record<string, string>, secrets = ['s']) =>
    verify({ ...sent, headers }, secrets);
  expect(withHeaders({ authorization: 'Bearer s' })).toBe(true);
  expect(withHeaders({ 'x-hub-signature-256': `sha256=${hmac}` })).toBe(true);
  expect(withHeaders({})).toBe(false);
  expect(withHeaders({ authorization: 'Bearer t' })).toBe(false);
  expect(withHeaders({ authorization: 'Bearer ' }, [''])).toBe(false);
  expect(withHeaders({ authorization: 'Basic s' })).toBe(false);
  expect(withHeaders({ authorization: 'Bearer s' }, [])).toBe(false);
});
