import {
  committed,
  deployed,
  hour,
  HOUR,
  MARCH,
  measured,
  SHOP,
} from '../__testUtils__/facts';
import { analyse } from '../engine';
import { measureBuckets } from './measure';

const daily = Array.from({ length: 14 }, (_, n) =>
  deployed(`${n}`, n * 24 + 9, { revision: `c${n + 1}` }),
);

it('edge case: no deployments are 0 of them, and nothing else is a number', () => {
  const metrics = measured([committed('c1', 1)]);
  expect(metrics.deploymentFrequency).toMatchObject({
    value: 0,
    perDay: 0,
    levelRate: null,
    medianGap: null,
    reason: null,
  });
  expect(metrics.changeFailRate).toMatchObject({
    value: null,
    reason: 'no_deployments',
  });
  expect(metrics.deploymentReworkRate.value).toBeNull();
  expect(metrics.failedDeploymentRecoveryTime.p50).toBeNull();
});

it('A.5.1 rule 13: without deployments the level is that of the last 182 days', () => {
  const window = { start: hour(20 * 24), end: hour(27 * 24) };
  const { deploymentFrequency } = measured(daily, SHOP, { window });
  expect(deploymentFrequency.value).toBe(0);
  expect(deploymentFrequency.levelRate).toBeCloseTo(14 / 182, 12);
});

it('gives the rate per local day, the median gap and the days per whole ISO week', () => {
  const { deploymentFrequency } = measured([
    ...daily,
    deployed('again', 10, { revision: 'x' }),
  ]);
  expect(deploymentFrequency).toMatchObject({
    value: 15,
    perDay: 15 / 28,
    medianGap: 24 * HOUR,
    daysPerWeek: 3.5,
    n: 15,
  });
  const window = { start: hour(24), end: hour(6 * 24) };
  expect(
    measured(daily, SHOP, { window }).deploymentFrequency.daysPerWeek,
  ).toBeNull();
});

it('A.5.1 rule 12: with ownership over time only owned days and what happened on them count', () => {
  const owned = [{ start: hour(2 * 24), end: hour(6 * 24) }];
  expect(measured(daily, SHOP, { owned }).deploymentFrequency).toMatchObject({
    value: 4,
    perDay: 1,
  });
});

it('defect 7: a record that changes later does not move its deployment', () => {
  const first = deployed('1', 10, { revision: 'c1' });
  const touched = deployed('1', 600, { revision: 'c1', labels: ['inactive'] });
  const early = { window: { start: hour(9), end: hour(11) } };
  for (const facts of [
    [first, touched],
    [touched, first],
  ]) {
    expect(measured(facts, SHOP, early).deploymentFrequency.value).toBe(1);
    expect(measured(facts).deploymentFrequency.value).toBe(1);
  }
});

it('windows are half-open', () => {
  const window = { start: hour(9), end: hour(24 + 9) };
  expect(
    measured(daily, SHOP, { window }).deploymentFrequency.deployments,
  ).toHaveLength(1);
});

describe('what is one deployment', () => {
  const target = (environment: string, end: number, more = {}) =>
    deployed('1', end, {
      environment,
      releaseId: 'r1',
      revision: 'c1',
      ...more,
    });
  const history = (...facts: Parameters<typeof analyse>[1][]) =>
    analyse(
      SHOP,
      facts.flatMap(all => [...all]),
    ).deployments;

  it('edge case multi-cluster: the rows of a release are one, over with the last', () => {
    const [only, ...others] = history([
      target('eu', 5),
      target('us', 9),
      target('ap', 7),
    ]);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      finishedAt: hour(9),
      result: 'succeeded',
      environments: ['ap', 'eu', 'us'],
    });
    expect(only.targets).toHaveLength(3);
  });

  it('A.5.1 rule 16: failed if any failed, and the same environment again is a new attempt', () => {
    const all = history([
      target('eu', 5),
      target('us', 6, { result: 'failed', reachedProduction: true }),
      target('us', 9, { externalId: '2' }),
    ]);
    expect(all.map(d => [d.result, d.environments])).toEqual([
      ['failed', ['eu', 'us']],
      ['succeeded', ['us']],
    ]);
  });

  it('edge case canary: over when the last target has all traffic', () => {
    const canary = [
      target('eu', 5, { trafficPercent: 10 }),
      target('eu', 6, { trafficPercent: 50 }),
    ];
    expect(history(canary)).toEqual([]);
    expect(measured(canary).deploymentFrequency.coverage).toEqual({
      known: 0,
      all: 1,
    });
    expect(
      history(canary, [target('eu', 7, { trafficPercent: 100 })]),
    ).toMatchObject([{ finishedAt: hour(7) }]);
  });

  it('A.5.1 rule 16: a success after a failure of one key is a success, at the first', () => {
    expect(
      history([
        target('eu', 5, { result: 'failed' }),
        target('eu', 8),
        target('eu', 6),
      ]),
    ).toMatchObject([{ result: 'succeeded', finishedAt: hour(6) }]);
  });

  it('only production counts', () => {
    expect(history([target('dev', 5, { tier: 'development' })])).toEqual([]);
  });

  it('edge case Argo CD history truncated: the gap is flagged', () => {
    expect(
      measured([deployed('9', 5, { gap: true })]).deploymentFrequency.flags,
    ).toEqual(['gap']);
  });
});

it('A.5.1 rule 19: a window that passes the start of the current local month is incomplete', () => {
  const april = Date.parse('2026-04-01T00:00:00Z');
  const flags = (asOf: number, zone = 'UTC') =>
    measured(daily, SHOP, {
      window: { start: MARCH.window.start, end: april },
      asOf,
      zone,
    }).deploymentFrequency.flags;
  expect(flags(april - 1)).toEqual(['incomplete']);
  expect(flags(april)).toEqual([]);
  expect(flags(april + HOUR, 'America/New_York')).toEqual(['incomplete']);
});

it.each(['day', 'week', 'month'] as const)(
  'edge case DST: totals over %ss are the total of the window',
  unit => {
    const zone = 'Europe/Berlin';
    const hours = Array.from({ length: 400 }, (_, n) =>
      deployed(`${n}`, n * 2),
    );
    const all = analyse(SHOP, hours);
    const window = { start: hour(-5), end: hour(35 * 24 + 3) };
    const parts = measureBuckets(all, { ...MARCH, window, zone, unit });
    const sum = parts.reduce(
      (total, { metrics }) => total + metrics.deploymentFrequency.value,
      0,
    );
    expect(sum).toBe(400);
  },
);
