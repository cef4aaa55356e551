import fc from 'fast-check';
import {
  factsArbitrary,
  RUNS,
  shuffledFactsArbitrary,
} from '../__testUtils__/arbitraries';
import { committed, deployed, DAY, MARCH, SHOP } from '../__testUtils__/facts';
import type { Fact } from '../facts';
import { measure } from '../metrics';
import { analyse, analyseComponents } from './analyse';

const COMPONENTS = [SHOP, { ...SHOP, uid: 'cart', incidentSources: [] }];

const results = (facts: readonly Fact[]) =>
  analyseComponents(COMPONENTS, facts).map(history => ({
    deployments: history.deployments,
    unfinished: [...history.unfinished].sort(),
    metrics: measure(history, MARCH),
  }));

it('defect 8: neither order nor repetition of the facts matters', () => {
  fc.assert(
    fc.property(shuffledFactsArbitrary, ({ facts, shuffled }) => {
      expect(results(shuffled)).toEqual(results(facts));
    }),
    RUNS,
  );
});

it('edge case: status events give the same in all orders', () => {
  const events = [
    deployed('1', 1, { result: undefined, finishedAt: undefined }),
    deployed('1', 3),
    deployed('1', 2, { result: 'failed' }),
    deployed('1', 2, { revision: 'c1', finishedAt: undefined }),
  ];
  const orders = (rest: Fact[]): Fact[][] =>
    rest.length < 2
      ? [rest]
      : rest.flatMap((one, i) =>
          orders(rest.filter((_, j) => j !== i)).map(some => [one, ...some]),
        );
  const all = orders(events);
  expect(all).toHaveLength(24);
  const [first, ...others] = all.map(o => analyse(SHOP, o).deployments);
  expect(first).toHaveLength(1);
  others.forEach(other => expect(other).toEqual(first));
});

it('rates lie between 0 and 1, and coverage never passes all', () => {
  fc.assert(
    fc.property(factsArbitrary, facts => {
      for (const { metrics } of results(facts)) {
        for (const rate of [
          metrics.changeFailRate,
          metrics.deploymentReworkRate,
        ]) {
          expect(rate.value === null).toBe(rate.denominator === 0);
          expect(rate.value ?? 0).toBeGreaterThanOrEqual(0);
          expect(rate.value ?? 0).toBeLessThanOrEqual(1);
        }
        for (const { coverage, n } of Object.values(metrics)) {
          expect(coverage.known).toBeLessThanOrEqual(coverage.all);
          expect(n).toBeGreaterThanOrEqual(0);
        }
      }
    }),
    RUNS,
  );
});

it('a number is null exactly when a reason is given', () => {
  fc.assert(
    fc.property(factsArbitrary, facts => {
      for (const { metrics } of results(facts)) {
        const { changeLeadTime, failedDeploymentRecoveryTime } = metrics;
        for (const time of [changeLeadTime, failedDeploymentRecoveryTime]) {
          expect(time.p50 === null).toBe(time.reason !== null);
          expect(time.p50 === null).toBe(time.n === 0);
        }
        const { value, reason } = metrics.changeFailRate;
        expect(value === null).toBe(reason !== null);
      }
    }),
    RUNS,
  );
});

it('each change is shipped once, and no lead time is negative', () => {
  fc.assert(
    fc.property(factsArbitrary, facts => {
      for (const { deployments, metrics } of results(facts)) {
        const keys = deployments.flatMap(d => d.changes.map(({ key }) => key));
        expect(new Set(keys).size).toBe(keys.length);
        for (const { duration, stages } of metrics.changeLeadTime.samples) {
          if (duration === null) continue;
          expect(duration).toBeGreaterThanOrEqual(0);
          if (!stages) continue;
          const sum = Object.values(stages).reduce<number>(
            (total, part) => total + (part ?? 0),
            0,
          );
          expect(sum).toBe(duration);
        }
      }
    }),
    RUNS,
  );
});

it('A.5.1 rule 3: what fails touched production, and every failure has its rule', () => {
  fc.assert(
    fc.property(factsArbitrary, facts => {
      for (const { deployments } of results(facts)) {
        for (const {
          failed,
          touchedProduction,
          evidence,
          kind,
        } of deployments) {
          if (!failed) continue;
          expect(touchedProduction).toBe(true);
          expect(evidence.length).toBeGreaterThan(0);
          expect(kind).not.toBe('redeploy');
        }
      }
    }),
    RUNS,
  );
});

it('counts over adjoining windows are the count of the whole', () => {
  fc.assert(
    fc.property(
      factsArbitrary,
      fc.integer({ min: 1, max: 28 * 24 - 1 }),
      (facts, cut) => {
        const { start, end } = MARCH.window;
        const middle = start + cut * 3_600_000;
        const history = analyse(SHOP, facts);
        const [whole, left, right] = [
          { start, end },
          { start, end: middle },
          { start: middle, end },
        ].map(window => measure(history, { ...MARCH, window }));
        const counts = ({ changeFailRate: c, ...rest }: typeof whole) => [
          rest.deploymentFrequency.value,
          c.numerator,
          c.denominator,
          rest.deploymentReworkRate.numerator,
          rest.changeLeadTime.n,
          rest.changeLeadTime.coverage.all,
          rest.failedDeploymentRecoveryTime.n,
        ];
        expect(counts(left).map((n, i) => n + counts(right)[i])).toEqual(
          counts(whole),
        );
      },
    ),
    RUNS,
  );
});

it('facts of another component change nothing', () => {
  fc.assert(
    fc.property(factsArbitrary, facts => {
      const others = facts.map(fact =>
        fact.type === 'deployment' ? { ...fact, component: 'other' } : fact,
      );
      expect(analyse(SHOP, [...facts, ...others]).deployments).toEqual(
        analyse(SHOP, facts).deployments,
      );
    }),
    RUNS,
  );
});

it('edge case late incident: what happened more than a day before it stays as it was', () => {
  const facts = [1, 2, 3, 4].flatMap(n => [
    committed(`c${n}`, n * 24),
    deployed(`${n}`, n * 72, { revision: `c${n}` }),
  ]);
  const late: Fact = {
    type: 'incident',
    source: 'pager',
    externalId: 'late',
    component: 'shop',
    at: MARCH.window.end,
    openedAt: MARCH.window.start + 9 * DAY + 1,
  };
  const [before, after] = [facts, [...facts, late]].map(
    all => analyse(SHOP, all).deployments,
  );
  expect(after.map(({ failed }) => failed)).toEqual([
    false,
    false,
    true,
    false,
  ]);
  expect(after.filter((_, n) => n !== 2)).toEqual(
    before.filter((_, n) => n !== 2),
  );
});

it('the random histories meet every kind, rule and end that the properties are about', () => {
  const deployments = fc
    .sample(factsArbitrary, RUNS)
    .flatMap(facts => analyseComponents(COMPONENTS, facts))
    .flatMap(history => history.deployments);
  const met = new Set(
    deployments.flatMap(({ kind, link, evidence, rework, recovery, flags }) => [
      kind,
      link,
      ...evidence.map(({ rule }) => rule),
      ...rework.map(({ rule }) => rule),
      ...flags,
      ...(recovery ? [recovery.state] : []),
    ]),
  );
  expect([...met].sort()).toEqual([
    'bootstrap',
    'clock_skew',
    'explicit_link',
    'failed_result',
    'fix_link',
    'history_rewritten',
    'incident_window',
    'linked',
    'no_commit_link',
    'none',
    'open',
    'recovered',
    'redeploy',
    'revert',
    'rollback',
    'rollforward',
    'squash_without_originals',
    'standard',
    'static_rule',
    'verdict',
  ]);
});
