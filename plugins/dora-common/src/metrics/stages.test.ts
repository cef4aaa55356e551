import {
  committed,
  deployed,
  hour,
  HOUR,
  measured,
  merged,
} from '../__testUtils__/facts';
import type { Fact } from '../facts';

const history = [1, 2, 3, 4].map(n => committed(`c${n}`, n));
const at = (id: string, end: number, revision?: string, more = {}) =>
  deployed(id, end, { revision, ...more });
const leadTime = (...facts: Fact[]) => measured(facts).changeLeadTime;

describe('stages', () => {
  const stages = (pullRequest: object | undefined, startedAt?: number) =>
    leadTime(
      history[0],
      committed('c2', 2),
      ...(pullRequest ? [merged(1, { commits: ['c2'], ...pullRequest })] : []),
      at('1', 1, 'c1'),
      at('2', 20, 'c2', { startedAt }),
    ).samples[0].stages;
  const hours = (all: Record<string, number | null> | null) =>
    all && Object.values(all).map(length => length && length / HOUR);

  it('edge case direct push: a lead time without stages', () => {
    expect(stages(undefined)).toBeNull();
  });

  it.each<[string, object, number | undefined, (number | null)[]]>([
    [
      'all boundaries are known',
      { openedAt: hour(3), firstReviewAt: hour(5), mergedAt: hour(9) },
      hour(15),
      [1, 2, 4, 6, 5],
    ],
    [
      'A.5.1 rule 15: the time of an unknown boundary goes to the next',
      { openedAt: hour(3), mergedAt: hour(9) },
      undefined,
      [1, null, 6, null, 11],
    ],
    [
      'A.5.1 rule 15: boundaries out of order are clamped',
      { openedAt: hour(1), firstReviewAt: hour(50), mergedAt: hour(9) },
      hour(15),
      [0, 18, 0, 0, 0],
    ],
  ])('%s', (_, pullRequest, startedAt, lengths) => {
    const all = stages(pullRequest, startedAt);
    expect(hours(all)).toEqual(lengths);
    expect(lengths.reduce<number>((sum, n) => sum + (n ?? 0), 0)).toBe(18);
  });
});
