import { createHmac } from 'node:crypto';
import { foldFacts, parseFact } from '@cairn/plugin-dora-common';
import {
  ComponentIndex,
  createTranslationContext,
} from '@cairn/plugin-dora-node';
import fc from 'fast-check';
import { pagerdutyCollector } from './pagerdutyCollector';

const index = ComponentIndex.fromEntities(
  [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'shop',
        annotations: { 'pagerduty.com/service-id': 'PF9KMXH' },
      },
    },
  ],
  { environments: [], incidentSources: [] },
);
const context = createTranslationContext({
  directory: () => index,
  ledgerOfRepository: async () => foldFacts([]),
});

/** An event as version 3 of PagerDuty's webhooks writes it. */
function event(type: string, minute: number, service = 'PF9KMXH') {
  return {
    event: {
      id: `01${type}${minute}`,
      event_type: type,
      resource_type: 'incident',
      occurred_at: `2026-03-02T10:${String(minute).padStart(2, '0')}:00.123Z`,
      agent: { id: 'PLH1HKV', type: 'user_reference' },
      client: null,
      data: {
        id: 'PGR0VU2',
        type: 'incident',
        number: 2,
        status: 'triggered',
        incident_key: 'd3640fbd41094207a1c11e58e46b1662',
        created_at: '2026-03-02T10:00:00Z',
        title: 'A little bump in the road',
        service: { id: service, summary: 'Shop in production' },
        urgency: 'high',
      },
    },
  };
}

const deliver = (payload: object, headers = {}) => ({
  headers,
  body: Buffer.from(JSON.stringify(payload)),
  receivedAt: 0,
});

const read = (payload: object) =>
  pagerdutyCollector.translate(deliver(payload), context);

it.each<[string, object]>([
  ['incident.triggered', {}],
  ['incident.acknowledged', {}],
  ['incident.reopened', { reopenedAt: '2026-03-02T10:05:00.123Z' }],
  ['incident.resolved', { resolvedAt: '2026-03-02T10:05:00.123Z' }],
])('%s', async (type, expected) => {
  expect((await read(event(type, 5))).facts).toEqual([
    {
      type: 'incident',
      source: 'pagerduty',
      at: '2026-03-02T10:05:00.123Z',
      externalId: 'PGR0VU2',
      component: 'component:default/shop',
      openedAt: '2026-03-02T10:00:00Z',
      ...expected,
    },
  ]);
});

it.each(['pagey.ping', 'service.updated', 'incident.annotated'])(
  'leaves out %s',
  async type => {
    const { facts, ignored } = await read(event(type, 5));
    expect(facts).toEqual([]);
    expect(ignored).toEqual(expect.any(String));
  },
);

it('says which service nobody owns', async () => {
  expect(
    (await read(event('incident.triggered', 0, 'PXXXXXX'))).unmatched,
  ).toMatchObject([
    {
      reason: 'no_component',
      subject: 'PXXXXXX',
      mend: expect.stringContaining('pagerduty.com/service-id: PXXXXXX'),
    },
  ]);
});

it('only the times of events count, not when or how often they come', async () => {
  const told = await Promise.all(
    [
      event('incident.triggered', 0),
      event('incident.resolved', 5),
      event('incident.reopened', 8),
      event('incident.acknowledged', 9),
      event('incident.resolved', 20),
    ].map(async payload =>
      (await read(payload)).facts.map(fact => parseFact(fact)),
    ),
  );
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...told, ...told], { minLength: 10 }),
      shuffled => {
        const { incidents } = foldFacts(shuffled.flat());
        expect([...incidents.values()]).toMatchObject([
          {
            openedAt: Date.parse('2026-03-02T10:00:00Z'),
            endedAt: Date.parse('2026-03-02T10:20:00.123Z'),
          },
        ]);
      },
    ),
  );
});

it('verifies one of the signatures, and needs one', () => {
  const payload = event('incident.triggered', 0);
  const { body } = deliver(payload);
  const sign = (secret: string) =>
    `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const verify = (signature: string | undefined, secrets = ['now']) =>
    pagerdutyCollector.verify(
      deliver(payload, {
        ...(signature !== undefined && { 'x-pagerduty-signature': signature }),
      }),
      secrets,
    );
  expect(verify(sign('now'))).toBe(true);
  expect(verify(`${sign('next')},${sign('now')}`)).toBe(true);
  expect(verify(sign('next'))).toBe(false);
  expect(verify('v1=')).toBe(false);
  expect(verify(undefined)).toBe(false);
  expect(verify(sign('now'), [])).toBe(false);
});

it('knows an event again, and what is none', async () => {
  const { deliveryId } = pagerdutyCollector;
  expect(deliveryId?.(deliver(event('incident.triggered', 0)))).toBe(
    '01incident.triggered0',
  );
  expect(deliveryId?.(deliver({}))).toBeUndefined();
  await expect(read({ event: {} })).rejects.toThrow('event.id');
});
