import fc from 'fast-check';
import type { Fact } from '../facts';
import {
  alarmed,
  committed,
  deployed,
  hour,
  judged,
  keyOf,
  merged,
} from './facts';

/** The same runs every time. */
export const RUNS = { seed: 20_261_121, numRuns: 60 };

const COMPONENTS = ['shop', 'cart'];
const ENVIRONMENTS = ['prod', 'prod-us'];
const COMMITS = 12;

const small = fc.integer({ min: 0, max: 9 });
const hours = fc.integer({ min: 0, max: 24 * 27 });
const sha = fc.integer({ min: 1, max: COMMITS }).map(n => `c${n}`);
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined, freq: 2 });

const target = fc.record({
  id: small.map(String),
  environment: fc.constantFrom(...ENVIRONMENTS),
  component: fc.constantFrom(...COMPONENTS),
});
const targetKey = target.map(({ id, environment, component }) =>
  keyOf(id, environment, component),
);

const deployment: fc.Arbitrary<Fact> = fc
  .record({
    target,
    end: hours,
    saidLater: small,
    revision: maybe(sha),
    result: maybe(fc.constantFrom('succeeded' as const, 'failed' as const)),
    reachedProduction: maybe(fc.boolean()),
    trafficPercent: maybe(fc.constantFrom(10, 100)),
    releaseId: maybe(fc.constantFrom('r1', 'r2')),
    artifacts: maybe(fc.constantFrom('a', 'b').map(one => [one])),
    labels: maybe(fc.constantFrom('hotfix', 'plain').map(one => [one])),
    planned: maybe(fc.boolean()),
    remediates: maybe(fc.array(targetKey, { maxLength: 2 })),
    fixes: maybe(fc.constantFrom('pager/1', 'pager/2').map(one => [one])),
  })
  .map(({ target: { id, ...place }, end, saidLater, ...rest }) =>
    deployed(id, end, { ...place, ...rest, at: hour(end + saidLater) }),
  );

const commit: fc.Arbitrary<Fact> = fc
  .record({
    sha,
    authored: hours,
    revertOf: maybe(sha),
    cherryPickOf: maybe(sha),
    second: maybe(sha),
  })
  .map(({ sha: name, authored, second, ...rest }) => {
    const first = `c${Math.max(1, Number(name.slice(1)) - 1)}`;
    const isRoot = name === 'c1';
    const parents = [first, ...(second ? [second] : [])];
    return committed(name, authored, {
      ...rest,
      parents: isRoot ? [] : parents,
    });
  });

const pullRequest: fc.Arbitrary<Fact> = fc
  .record({
    number: fc.integer({ min: 1, max: 4 }),
    mergeMethod: maybe(fc.constantFrom('squash' as const, 'merge' as const)),
    mergeCommit: maybe(sha),
    commits: maybe(fc.array(sha, { maxLength: 3 })),
    openedAt: maybe(hours.map(hour)),
    mergedAt: maybe(hours.map(hour)),
    reverts: maybe(fc.integer({ min: 1, max: 4 })),
  })
  .map(({ number, ...rest }) => merged(number, rest));

const incident: fc.Arbitrary<Fact> = fc
  .record({
    id: small.map(n => String(n % 4)),
    opened: hours,
    component: maybe(fc.constantFrom(...COMPONENTS)),
    environment: maybe(fc.constantFrom(...ENVIRONMENTS)),
    resolvedAt: maybe(hours.map(hour)),
    reopenedAt: maybe(hours.map(hour)),
    causedBy: maybe(fc.array(targetKey, { maxLength: 2 })),
    fixedBy: maybe(fc.array(targetKey, { maxLength: 1 })),
  })
  .map(({ id, opened, ...rest }) => alarmed(id, opened, rest));

const verdict: fc.Arbitrary<Fact> = fc
  .tuple(targetKey, fc.boolean())
  .map(([key, failed]) => judged(key, failed));

const build: fc.Arbitrary<Fact> = fc.record({
  type: fc.constant('build' as const),
  source: fc.constant('ci'),
  externalId: small.map(String),
  at: hours.map(hour),
  revision: sha,
  artifacts: fc.constantFrom('a', 'b').map(one => [one]),
});

/** Facts of two components with one repository, in many of the ways in which they can go wrong. */
export const factsArbitrary: fc.Arbitrary<Fact[]> = fc
  .tuple(
    fc.array(deployment, { minLength: 1, maxLength: 25 }),
    fc.array(commit, { maxLength: 14 }),
    fc.array(pullRequest, { maxLength: 4 }),
    fc.array(incident, { maxLength: 6 }),
    fc.array(verdict, { maxLength: 3 }),
    fc.array(build, { maxLength: 3 }),
  )
  .map(all => all.flat());

/** The same facts in another order, some of them more than once. */
export const shuffledFactsArbitrary = factsArbitrary.chain(facts =>
  fc.record({
    facts: fc.constant(facts),
    shuffled: fc
      .shuffledSubarray(facts, {
        minLength: facts.length,
        maxLength: facts.length,
      })
      .chain(all =>
        fc
          .shuffledSubarray(all)
          .map(again => [...again.slice(0, 5), ...all, ...again]),
      ),
  }),
);
