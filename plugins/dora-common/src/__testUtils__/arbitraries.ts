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
export const RUNS = { seed: 20_261_121, numRuns: 40 };

const COMPONENTS = ['shop', 'cart'];
const ENVIRONMENTS = ['prod', 'prod-us'];
const COMMITS = 12;

const small = fc.integer({ min: 0, max: 9 });
const hours = fc.integer({ min: 0, max: 24 * 9 });
const sha = fc.integer({ min: 1, max: COMMITS }).map(n => `c${n}`);
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined, freq: 2 });
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 6 },
    { arbitrary: value, weight: 1 },
  );

const target = fc.record({
  id: small.map(String),
  environment: fc.constantFrom('prod', ...ENVIRONMENTS),
  component: fc.constantFrom('shop', ...COMPONENTS),
});
const targetKey = target.map(({ id, environment, component }) =>
  keyOf(id, environment, component),
);

const deployment: fc.Arbitrary<Fact> = fc
  .record({
    target,
    end: hours,
    saidLater: small,
    revision: fc.oneof(
      { arbitrary: fc.constant('newest'), weight: 4 },
      { arbitrary: sha, weight: 2 },
      { arbitrary: fc.constant(undefined), weight: 1 },
    ),
    result: fc.oneof(
      { arbitrary: fc.constant('succeeded' as const), weight: 5 },
      { arbitrary: fc.constant('failed' as const), weight: 1 },
      { arbitrary: fc.constant(undefined), weight: 1 },
    ),
    reachedProduction: maybe(fc.boolean()),
    trafficPercent: seldom(fc.constantFrom(10, 100)),
    releaseId: seldom(fc.constantFrom('r1', 'r2')),
    artifacts: seldom(fc.constantFrom('a', 'b').map(one => [one])),
    labels: seldom(fc.constantFrom('hotfix', 'plain').map(one => [one])),
    planned: maybe(fc.boolean()),
    remediates: seldom(fc.array(targetKey, { maxLength: 2 })),
    fixes: seldom(fc.constantFrom('pager/1', 'pager/2').map(one => [one])),
  })
  .map(({ target: { id, ...place }, end, saidLater, revision, ...rest }) =>
    deployed(id, end, {
      ...place,
      ...rest,
      revision:
        revision === 'newest' ? `c${1 + Math.floor(end / 20)}` : revision,
      at: hour(end + saidLater),
    }),
  );

const commit: fc.Arbitrary<Fact> = fc
  .record({
    sha,
    authored: hours,
    /** Which commit before it this one reverts. */
    back: fc.constantFrom(undefined, undefined, 1, 2, 4),
    cherryPickOf: seldom(sha),
    second: seldom(sha),
  })
  .map(({ sha: name, authored, second, back, ...rest }) => {
    const first = `c${Math.max(1, Number(name.slice(1)) - 1)}`;
    const isRoot = name === 'c1';
    const reverted = back === undefined ? 0 : Number(name.slice(1)) - back;
    const parents = [first, ...(second ? [second] : [])];
    return committed(name, authored, {
      ...rest,
      revertOf: reverted > 0 ? `c${reverted}` : undefined,
      parents: isRoot ? [] : parents,
    });
  });

const pullRequest: fc.Arbitrary<Fact> = fc
  .record({
    number: fc.integer({ min: 1, max: 4 }),
    mergeMethod: fc.constantFrom(
      'squash' as const,
      'squash' as const,
      'merge' as const,
      undefined,
    ),
    mergeCommit: maybe(sha),
    commits: seldom(fc.array(sha, { maxLength: 3 })),
    openedAt: maybe(hours.map(hour)),
    mergedAt: maybe(hours.map(hour)),
    reverts: maybe(fc.integer({ min: 1, max: 4 })),
  })
  .map(({ number, ...rest }) => merged(number, rest));

const incident: fc.Arbitrary<Fact> = fc
  .record({
    id: small.map(n => String(n % 4)),
    opened: hours,
    component: fc.constantFrom(...COMPONENTS),
    environment: seldom(fc.constantFrom(...ENVIRONMENTS)),
    resolvedAt: maybe(hours.map(hour)),
    reopenedAt: maybe(hours.map(hour)),
    causedBy: seldom(fc.array(targetKey, { maxLength: 2 })),
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
    fc.array(deployment, { minLength: 1, maxLength: 20, size: 'max' }),
    fc.array(commit, { minLength: 8, maxLength: 20, size: 'max' }),
    fc.array(pullRequest, { minLength: 1, maxLength: 4, size: 'max' }),
    fc.array(incident, { maxLength: 6, size: 'max' }),
    fc.array(verdict, { maxLength: 3, size: 'max' }),
    fc.array(build, { maxLength: 3, size: 'max' }),
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
