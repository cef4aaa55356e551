import {
  alarmed,
  committed,
  DAY,
  deployed,
  hour,
  HOUR,
  judged,
  keyOf,
  MARCH,
  measured,
} from '../__testUtils__/facts';
import { incidentKey, type Fact } from '../facts';

const history = [1, 2, 3, 4].map(n => committed(`c${n}`, n));
const at = (id: string, end: number, revision: string, more = {}) =>
  deployed(id, end, { revision, ...more });
const two = [...history, at('1', 10, 'c1'), at('2', 20, 'c2')];
const recovery = (...facts: Fact[]) =>
  measured([...two, ...facts]).failedDeploymentRecoveryTime;
const broken = at('3', 30, 'c3', { result: 'failed', reachedProduction: true });

it.each<[string, Fact[], number | null]>([
  ['the end of its incident', [alarmed('a', 21, { resolvedAt: hour(23) })], 3],
  [
    'A.5.1 rule 7: the end of the last of its incidents',
    [
      alarmed('a', 21, { resolvedAt: hour(23) }),
      alarmed('b', 22, { resolvedAt: hour(29) }),
    ],
    9,
  ],
  [
    'A.5.1 rule 7: no end while one is open',
    [alarmed('a', 21, { resolvedAt: hour(23) }), alarmed('b', 22)],
    null,
  ],
  [
    'A.5.1 rule 7: reopened, the first resolution after the last reopening',
    [
      alarmed('a', 21, { resolvedAt: hour(23) }),
      alarmed('a', 21, { reopenedAt: hour(24), at: hour(24) }),
      alarmed('a', 21, { resolvedAt: hour(31), at: hour(31) }),
      alarmed('a', 21, { resolvedAt: hour(33), at: hour(33) }),
    ],
    11,
  ],
  [
    'whatever came first of mending and resolution',
    [alarmed('a', 21, { resolvedAt: hour(29) }), at('3', 26, 'c1')],
    6,
  ],
  [
    'A.5.1 rule 6: a later ordinary deployment ends no incident',
    [alarmed('a', 21), at('3', 26, 'c3')],
    null,
  ],
  [
    'A.5.1 rule 6: a deployment declared to remediate it',
    [alarmed('a', 21), at('3', 26, 'c3', { remediates: [keyOf('2')] })],
    6,
  ],
  [
    'A.5.1 rule 6: a declared fix of its incident',
    [alarmed('a', 21, { fixedBy: [keyOf('3')] }), at('3', 26, 'c3')],
    6,
  ],
  [
    'A.5.1 rule 6: the deployment says which incident it fixes',
    [
      alarmed('a', 21),
      at('3', 26, 'c3', {
        fixes: [incidentKey({ source: 'pager', externalId: 'a' })],
      }),
    ],
    6,
  ],
  [
    'A.5.1 rule 6: a rollback that spans it',
    [judged(keyOf('3'), true), at('3', 30, 'c3'), at('4', 34, 'c1')],
    4,
  ],
  [
    'A.5.1 rule 6: for a failed result the next success',
    [broken, at('4', 37, 'c4')],
    7,
  ],
  [
    'A.5.1 rule 6: a success under 100 % of traffic is no end',
    [broken, at('4', 37, 'c4', { trafficPercent: 50 })],
    null,
  ],
])('a failure ends by %s', (_, facts, hours) => {
  const result = recovery(...facts);
  const last = result.recovered[result.recovered.length - 1];
  expect(last ? last.duration / HOUR : null).toBe(hours);
  expect(result.open).toHaveLength(hours === null ? 1 : 0);
});

it('defect 14: an open incident is shown as open, at least so long', () => {
  expect(recovery(alarmed('a', 21))).toMatchObject({
    p50: null,
    reason: 'all_open',
    n: 0,
    coverage: { known: 0, all: 1 },
    open: [{ deployment: keyOf('2'), atLeast: 100 * DAY - 20 * HOUR }],
  });
});

it('A.5.1 rule 19: a negative recovery is clock skew', () => {
  const early = alarmed('a', 12, {
    resolvedAt: hour(15),
    causedBy: [keyOf('2')],
  });
  expect(recovery(early)).toMatchObject({
    p50: null,
    reason: 'clock_skew',
    flags: ['clock_skew'],
  });
});

it.each([
  [{}, 'no_failures', []],
  [{ incidentSources: [] }, 'no_incident_source', ['partial']],
])('without failures, %j: %s', (change, reason, flags) => {
  const { failedDeploymentRecoveryTime } = measured(two, {
    uid: 'shop',
    incidentSources: ['pager'],
    ...change,
  });
  expect(failedDeploymentRecoveryTime).toMatchObject({
    p50: null,
    reason,
    flags,
  });
});

it('A.5 attribution: a failure belongs to the window of its deployment', () => {
  const facts = [...two, alarmed('a', 21, { resolvedAt: hour(200) })];
  const window = { start: hour(0), end: hour(24) };
  const first = measured(facts, undefined, { window });
  expect(first.failedDeploymentRecoveryTime.p50).toBe(180 * HOUR);
  const rest = { start: hour(24), end: MARCH.window.end };
  const second = measured(facts, undefined, { window: rest });
  expect(second.failedDeploymentRecoveryTime.reason).toBe('no_deployments');
});

describe('rework', () => {
  const rework = (...facts: Fact[]) =>
    measured([...two, ...facts]).deploymentReworkRate;
  const fixed = alarmed('a', 21, { fixedBy: [keyOf('3')] });

  it.each<[string, Fact[], number, Record<string, number>]>([
    ['a rollback', [at('3', 30, 'c1')], 1, { rollback: 1 }],
    [
      'A.5.1 rule 9: a fix, planned unknown',
      [fixed, at('3', 30, 'c3')],
      1,
      { fix_link: 1 },
    ],
    [
      'A.5.1 rule 9: a planned fix is none',
      [fixed, at('3', 30, 'c3', { planned: true })],
      0,
      {},
    ],
    [
      'A.5.1 rule 9: a planned rollback is',
      [at('3', 30, 'c1', { planned: true })],
      1,
      { rollback: 1 },
    ],
    [
      'A.5.1 rule 9: the cause link never counts',
      [alarmed('a', 21, { causedBy: [keyOf('2')] }), at('3', 30, 'c3')],
      0,
      {},
    ],
    [
      'A.5.1 rule 9: a verdict "did not fail" leaves rework as it is',
      [at('3', 30, 'c1'), judged(keyOf('2'), false)],
      1,
      { rollback: 1 },
    ],
  ])('%s', (_, facts, numerator, rules) => {
    expect(rework(...facts)).toMatchObject({
      numerator,
      denominator: 3,
      value: numerator / 3,
      rules,
    });
  });
});
