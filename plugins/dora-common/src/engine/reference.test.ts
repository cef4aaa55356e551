import fc from 'fast-check';
import { alarmed, committed, deployed, SHOP } from '../__testUtils__/facts';
import type { CommitFact, DeploymentFact, Fact, IncidentFact } from '../facts';
import { analyse } from './analyse';

const HOUR = 3_600_000;

/** A history without releases, pull requests or links, of which the rules can be written plainly. */
interface Plain {
  deployments: DeploymentFact[];
  commits: CommitFact[];
  incidents: IncidentFact[];
}

const of = <T extends Fact['type']>(facts: Fact[], type: T) =>
  facts.filter(
    (fact): fact is Extract<Fact, { type: T }> => fact.type === type,
  );

const plain: fc.Arbitrary<Plain> = fc
  .record({
    // One deployment in each slot, so that no two end together.
    slots: fc.array(
      fc.record({
        revision: fc.integer({ min: 1, max: 8 }),
        succeeded: fc.oneof(
          { arbitrary: fc.constant(true), weight: 4 },
          { arbitrary: fc.constant(false), weight: 1 },
        ),
        reachedProduction: fc.boolean(),
      }),
      { minLength: 2, maxLength: 12, size: 'max' },
    ),
    parents: fc.array(fc.integer({ min: 0, max: 6 }), {
      minLength: 8,
      maxLength: 8,
    }),
    opened: fc.array(fc.integer({ min: 0, max: 12 * 20 }), { maxLength: 4 }),
  })
  .map(({ slots, parents, opened }) => ({
    deployments: of(
      slots.map(({ revision, succeeded, reachedProduction }, n) =>
        deployed(String(n).padStart(2, '0'), (n + 1) * 20, {
          revision: `c${revision}`,
          result: succeeded ? 'succeeded' : 'failed',
          reachedProduction,
        }),
      ),
      'deployment',
    ),
    commits: of(
      parents.map((parent, n) =>
        committed(`c${n + 1}`, n, {
          parents: n ? [`c${(parent % n) + 1}`] : [],
        }),
      ),
      'commit',
    ),
    incidents: of(
      opened.map((at, n) => alarmed(String(n), at)),
      'incident',
    ),
  }));

/** A commit and all that lead to it. */
function ancestors(commits: CommitFact[], sha: string): string[] {
  const commit = commits.find(one => one.sha === sha);
  return [
    sha,
    ...(commit?.parents ?? []).flatMap(one => ancestors(commits, one)),
  ];
}

/** The rules again, slowly and in the words of the definition. */
function slowly({ deployments, commits, incidents }: Plain) {
  const counted: DeploymentFact[] = [];
  const touched = (d: DeploymentFact) =>
    d.result === 'succeeded' || d.reachedProduction === true;
  for (const d of deployments) {
    const last = counted.filter(touched).pop();
    const again = last?.result === 'succeeded' && last.revision === d.revision;
    if (!again) counted.push(d);
  }
  const failed = new Set(
    counted.filter(d => d.result === 'failed' && d.reachedProduction),
  );
  const rollbacks: DeploymentFact[] = [];
  counted.forEach((d, n) => {
    if (d.result !== 'succeeded') return;
    const before = counted.slice(0, n);
    const target = before.findLastIndex(
      e => e.result === 'succeeded' && e.revision === d.revision,
    );
    if (target < 0) return;
    const blamed = before
      .slice(target + 1)
      .find(e => touched(e) && e.revision !== d.revision);
    if (!blamed) return;
    failed.add(blamed);
    rollbacks.push(d);
  });
  for (const { openedAt = 0 } of incidents) {
    const before = counted.filter(d => (d.finishedAt ?? 0) <= openedAt);
    const blamed = before[before.length - 1];
    if (!blamed || !touched(blamed)) continue;
    if (openedAt - (blamed.finishedAt ?? 0) <= 24 * HOUR) failed.add(blamed);
  }
  const shipped: Record<string, string[]> = {};
  const successes = counted.filter(d => d.result === 'succeeded');
  successes.forEach((d, n) => {
    const earlier = successes
      .slice(0, n)
      .flatMap(e => ancestors(commits, e.revision ?? ''));
    shipped[d.externalId] = n
      ? [...new Set(ancestors(commits, d.revision ?? ''))]
          .filter(sha => !earlier.includes(sha))
          .sort()
      : [];
  });
  return {
    counted: counted.map(({ externalId }) => externalId),
    failed: [...failed].map(({ externalId }) => externalId).sort(),
    rollbacks: rollbacks.map(({ externalId }) => externalId),
    shipped,
  };
}

it('agrees with a slow and obvious implementation on 1,000 random histories', () => {
  let rollbacks = 0;
  let failures = 0;
  fc.assert(
    fc.property(plain, history => {
      const { deployments, commits, incidents } = history;
      const idOf = ({ id }: { id: string }) => id.split('/')[3];
      const all = analyse(SHOP, [
        ...deployments,
        ...commits,
        ...incidents,
      ]).deployments.filter(({ kind }) => kind !== 'redeploy');
      const expected = slowly(history);
      rollbacks += expected.rollbacks.length;
      failures += expected.failed.length;
      expect({
        counted: all.map(idOf),
        failed: all
          .filter(d => d.failed)
          .map(idOf)
          .sort(),
        rollbacks: all.filter(d => d.kind === 'rollback').map(idOf),
        shipped: Object.fromEntries(
          all
            .filter(d => d.result === 'succeeded')
            .map(d => [idOf(d), d.changes.map(({ sha }) => sha).sort()]),
        ),
      }).toEqual(expected);
    }),
    { seed: 20_261_121, numRuns: 1000 },
  );
  expect(rollbacks).toBeGreaterThan(500);
  expect(failures).toBeGreaterThan(1000);
});
