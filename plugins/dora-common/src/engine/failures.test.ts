import {
  committed,
  deployed,
  failuresOf,
  HOUR,
  kindsOf,
  measured,
  merged,
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
