import {
  alarmed,
  committed,
  deployed,
  failuresOf,
  hour,
  HOUR,
  judged,
  keyOf,
  measured,
  SHOP,
} from '../__testUtils__/facts';
import type { Fact } from '../facts';

const history = [1, 2, 3, 4, 5, 6].map(n => committed(`c${n}`, n));
const at = (id: string, end: number, revision: string, more = {}) =>
  deployed(id, end, { revision, ...more });

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
