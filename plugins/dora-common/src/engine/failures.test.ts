import {
  alarmed,
  committed,
  deployed,
  failuresOf,
  hour,
  HOUR,
  judged,
  keyOf,
  kindsOf,
  measured,
  merged,
  SHOP,
} from '../__testUtils__/facts';
import type { Fact } from '../facts';

const history = [1, 2, 3, 4, 5, 6].map(n => committed(`c${n}`, n));
const at = (id: string, end: number, revision: string, more = {}) =>
  deployed(id, end, { revision, ...more });

describe('rollbacks', () => {
  it('A.5 edge case V1 V2 V3 V1: V2 failed, the last is a rollback', () => {
    const facts = [
      ...history,
      at('1', 10, 'c1'),
      at('2', 20, 'c2'),
      at('3', 30, 'c3'),
      at('4', 45, 'c1'),
    ];
    expect(kindsOf(facts)).toEqual([
      'standard',
      'standard',
      'standard',
      'rollback',
    ]);
    expect(failuresOf(facts)).toEqual({ 2: 'rollback' });
    const metrics = measured(facts);
    expect(metrics.deploymentFrequency.value).toBe(4);
    expect(metrics.changeFailRate.value).toBe(1 / 4);
    expect(metrics.deploymentReworkRate.value).toBe(1 / 4);
    expect(metrics.failedDeploymentRecoveryTime.p50).toBe(25 * HOUR);
  });

  it.each<[string, Fact[], string[], Record<string, string>]>([
    [
      'edge case V1 V1: a redeploy is ignored',
      [at('1', 1, 'c1'), at('2', 2, 'c1')],
      ['standard', 'redeploy'],
      {},
    ],
    [
      'edge case Argo CD self-heal: the same images again are a redeploy',
      [
        at('1', 1, 'c1', { artifacts: ['shop@1'] }),
        at('2', 2, 'c1', { artifacts: ['shop@1'] }),
      ],
      ['standard', 'redeploy'],
      {},
    ],
    [
      'A.5.1 rule 2: V1, V2 that reached production, V1 again is a rollback',
      [
        at('1', 1, 'c1'),
        at('2', 2, 'c2', { result: 'failed', reachedProduction: true }),
        at('3', 3, 'c1'),
      ],
      ['standard', 'standard', 'rollback'],
      { 2: 'failed_result' },
    ],
    [
      'A.5.1 rule 3: V2 that failed before production leaves V1 a redeploy',
      [
        at('1', 1, 'c1'),
        at('2', 2, 'c2', { result: 'failed' }),
        at('3', 3, 'c1'),
      ],
      ['standard', 'standard', 'redeploy'],
      {},
    ],
    [
      'A.5.1 rule 2: the last of V1 V2 V1 V2 is a rollback too',
      [at('1', 1, 'c1'), at('2', 2, 'c2'), at('3', 3, 'c1'), at('4', 4, 'c2')],
      ['standard', 'standard', 'rollback', 'rollback'],
      { 2: 'rollback', 3: 'rollback' },
    ],
    [
      'A.5.1 rule 2: another configuration of one version is no redeploy',
      [
        at('1', 1, 'c1', { configRevision: 'a' }),
        at('2', 2, 'c1', { configRevision: 'b' }),
      ],
      ['standard', 'standard'],
      {},
    ],
    [
      'A.5.1 rule 1: another environment has a past of its own',
      [
        at('1', 1, 'c1'),
        at('2', 2, 'c2', { environment: 'prod-us' }),
        at('3', 3, 'c1'),
      ],
      ['standard', 'standard', 'redeploy'],
      {},
    ],
    [
      'without anything that names what was deployed nothing is a redeploy',
      [deployed('1', 1), deployed('2', 2)],
      ['standard', 'standard'],
      {},
    ],
  ])('%s', (_, facts, kinds, failures) => {
    expect(kindsOf([...history, ...facts])).toEqual(kinds);
    expect(failuresOf([...history, ...facts])).toEqual(failures);
  });
});

describe('reverts and hotfixes', () => {
  const first = [...history, at('0', 7, 'c1'), at('1', 10, 'c2')];
  const revert = (revertOf: string, sha = 'c7', parents = ['c3']) =>
    committed(sha, 15, { parents, revertOf });

  it.each<[string, Fact[], string[], Record<string, string>]>([
    [
      'A.5 evidence (d): a revert blames the deployment of its original',
      [at('2', 12, 'c3'), revert('c2'), at('3', 20, 'c7')],
      ['standard', 'standard', 'standard', 'rollforward'],
      { 1: 'revert' },
    ],
    [
      'edge case: revert and original in one deployment are no failure',
      [revert('c3'), at('2', 20, 'c7')],
      ['standard', 'standard', 'standard'],
      {},
    ],
    [
      'edge case: a hotfix label blames the preceding deployment, weakly',
      [at('2', 20, 'c3', { labels: ['hotfix'] })],
      ['standard', 'standard', 'rollforward'],
      { 1: 'static_rule' },
    ],
    [
      'A.5.1 rule 11: a revert that names its deployment leaves the label nothing to say',
      [
        at('2', 12, 'c3'),
        revert('c2'),
        at('3', 20, 'c7', { labels: ['hotfix'] }),
      ],
      ['standard', 'standard', 'standard', 'rollforward'],
      { 1: 'revert' },
    ],
    [
      'A.5.1 rule 11: a revert of what nobody knows classifies nothing',
      [revert('unknown'), at('2', 20, 'c7')],
      ['standard', 'standard', 'standard'],
      {},
    ],
    [
      'A.5.1 rule 11: a revert of a revert is a revert',
      [
        at('2', 12, 'c3'),
        revert('c3'),
        at('3', 20, 'c7'),
        revert('c7', 'c8', ['c7']),
        at('4', 30, 'c8'),
      ],
      ['standard', 'standard', 'standard', 'rollforward', 'rollforward'],
      { 2: 'revert', 3: 'revert' },
    ],
    [
      'a hotfix branch says the same as a label',
      [merged(9, { branch: 'hotfix/tax', commits: ['c3'] }), at('2', 20, 'c3')],
      ['standard', 'standard', 'rollforward'],
      { 1: 'static_rule' },
    ],
    [
      'a pull request that reverts another blames the deployment of that one',
      [
        merged(4, { commits: ['c2'] }),
        merged(5, { commits: ['c4'], reverts: 4 }),
        at('2', 12, 'c3'),
        at('3', 20, 'c4'),
      ],
      ['standard', 'standard', 'standard', 'rollforward'],
      { 1: 'revert' },
    ],
  ])('%s', (_, facts, kinds, failures) => {
    expect(kindsOf([...first, ...facts])).toEqual(kinds);
    expect(failuresOf([...first, ...facts])).toEqual(failures);
  });
});

describe('incidents', () => {
  const two = [...history, at('1', 10, 'c1'), at('2', 20, 'c2')];

  it.each<[string, Fact[], Record<string, string>]>([
    [
      'A.5 evidence (e): an incident soon after',
      [alarmed('a', 12)],
      { 1: 'incident_window' },
    ],
    [
      'A.5.1 rule 8: at the very end of the deployment',
      [alarmed('a', 10)],
      { 1: 'incident_window' },
    ],
    [
      'A.5.1 rule 8: at the end of the next it is of the next',
      [alarmed('a', 20)],
      { 2: 'incident_window' },
    ],
    [
      'A.5.1 rule 8: 24 hours later still',
      [alarmed('a', 44)],
      { 2: 'incident_window' },
    ],
    ['A.5.1 rule 8: later no more', [alarmed('a', 44.001)], {}],
    [
      'A.5.1 rule 8: a redeploy does not cut',
      [at('3', 25, 'c2'), alarmed('a', 26)],
      { 2: 'incident_window' },
    ],
    [
      'A.5.1 rule 8: one of another environment does not fit',
      [alarmed('a', 12, { environment: 'prod-us' })],
      {},
    ],
    ['edge case: opened before the deployment ended', [alarmed('a', 9)], {}],
    [
      'edge case: opened before the end but linked explicitly',
      [alarmed('a', 9, { causedBy: [keyOf('1')] })],
      { 1: 'explicit_link' },
    ],
    [
      'A.5.1 rule 7: a link that resolves to nothing is no reason to guess',
      [alarmed('a', 12, { causedBy: ['gone'] })],
      {},
    ],
    [
      'edge case: two incidents on one deployment are one failure',
      [alarmed('a', 12), alarmed('b', 13)],
      { 1: 'incident_window' },
    ],
    [
      'defect 5: an incident of another component is not blamed on this one',
      [alarmed('a', 12, { component: 'cart' })],
      {},
    ],
    [
      'A.5.1 rule 10: an incident of a source that is not configured is ignored',
      [alarmed('a', 12, { source: 'other' })],
      {},
    ],
    [
      'A.5 evidence (a): a verdict says it failed',
      [judged(keyOf('1'), true)],
      { 1: 'verdict' },
    ],
    [
      'A.5.1 rule 9: a verdict says it did not, whatever else is known',
      [alarmed('a', 12), judged(keyOf('1'), false)],
      {},
    ],
  ])('%s', (_, facts, failures) => {
    expect(failuresOf([...two, ...facts])).toEqual(failures);
  });

  it('edge case: an incident without any deployment is operational', () => {
    const metrics = measured([alarmed('a', 1, { resolvedAt: hour(2) })]);
    expect(metrics.failedDeploymentRecoveryTime).toMatchObject({
      p50: null,
      reason: 'no_deployments',
      n: 0,
    });
  });

  it('edge case: without an incident source rates are partial, but rollbacks count', () => {
    const facts = [...two, at('3', 30, 'c1')];
    const { changeFailRate, failedDeploymentRecoveryTime } = measured(facts, {
      ...SHOP,
      incidentSources: [],
    });
    expect(changeFailRate).toMatchObject({
      numerator: 1,
      denominator: 3,
      flags: ['partial'],
      rules: { rollback: 1 },
    });
    expect(failedDeploymentRecoveryTime).toMatchObject({
      p50: 10 * HOUR,
      flags: ['partial'],
    });
  });

  it('defect 13, A.5.1 rule 3: a failure before production is a deployment, never a failed one', () => {
    const failed = at('3', 30, 'c3', { result: 'failed' });
    const { changeFailRate } = measured([
      ...two,
      failed,
      alarmed('a', 31),
      judged(keyOf('3'), true),
    ]);
    expect(changeFailRate).toMatchObject({
      value: 0,
      denominator: 3,
      coverage: { known: 2, all: 3 },
    });
    expect(
      failuresOf([...two, { ...failed, reachedProduction: true } as Fact]),
    ).toEqual({ 3: 'failed_result' });
  });

  it('defect 4: the rate never passes 1, however many incidents there are', () => {
    const many = Array.from({ length: 20 }, (_, n) => alarmed(`i${n}`, 12));
    expect(measured([...two, ...many]).changeFailRate).toMatchObject({
      numerator: 1,
      denominator: 2,
      value: 0.5,
    });
  });
});
