import type { State, StateDescription } from '@cairn/plugin-platform-common';
import { SETTLE_TIME, settleState, type SettledState } from './settleState';

type Look =
  /** At this time a change brought this state, and a person looked. */
  | [at: number, change: string]
  /** A person looked, nothing had changed since the last line. */
  | [at: number, change: undefined];

function describeState(text: string): StateDescription {
  const [state, sentence = ''] = text.split(': ');
  return { state: state as State, sentence };
}

/** What people saw at each line. */
function watch(looks: Look[], followed = true): string[] {
  let settled: SettledState | undefined;
  let next = '';
  let changedAt: number | undefined;
  return looks.map(([now, change]) => {
    if (change !== undefined) {
      next = change;
      changedAt = followed ? now : undefined;
    }
    ({ settled } = settleState({
      before: settled,
      next: describeState(next),
      now,
      changedAt,
    }));
    const { state, sentence } = settled.shown;
    return sentence === '' ? state : `${state}: ${sentence}`;
  });
}

describe('settleState', () => {
  it.each<[string, Look[], string[]]>([
    ['shows the first sight as it is', [[0, 'working']], ['working']],
    [
      'hides what lasts for 10 ms',
      [
        [0, 'ready'],
        [9_000, 'working'],
        [9_010, 'ready'],
        [9_600, undefined],
      ],
      ['ready', 'ready', 'ready', 'ready'],
    ],
    [
      'shows what has held for half a second',
      [
        [0, 'working'],
        [9_000, 'ready'],
        [9_499, undefined],
        [9_500, undefined],
      ],
      ['working', 'working', 'working', 'ready'],
    ],
    [
      'does not begin anew when the sentence of a new word changes',
      [
        [0, 'ready'],
        [9_000, 'working: a, b'],
        [9_300, 'working: b'],
        [9_500, undefined],
      ],
      ['ready', 'ready', 'ready', 'working: b'],
    ],
    [
      'lets a sentence settle within a word',
      [
        [0, 'failed: a'],
        [9_000, 'failed: b'],
        [9_400, 'failed: c'],
        [9_500, undefined],
        [9_900, undefined],
      ],
      ['failed: a', 'failed: a', 'failed: a', 'failed: a', 'failed: c'],
    ],
    [
      'shows at once what a person does',
      [
        [0, 'ready'],
        [10, 'paused'],
        [20, 'deleting'],
      ],
      ['ready', 'paused', 'deleting'],
    ],
    [
      'begins anew after a return to what is shown',
      [
        [0, 'ready'],
        [9_000, 'working'],
        [9_300, 'ready'],
        [9_400, 'working'],
        [9_600, undefined],
        [9_900, undefined],
      ],
      ['ready', 'ready', 'ready', 'ready', 'ready', 'working'],
    ],
  ])('%s', (_, looks, seen) => {
    expect(watch(looks)).toEqual(seen);
  });

  it('takes what comes with time, or was not followed, as it is', () => {
    expect(
      watch(
        [
          [0, 'ready'],
          [10, 'working'],
        ],
        false,
      ),
    ).toEqual(['ready', 'working']);
  });

  it('says when to look again', () => {
    const before = { shown: describeState('ready') };
    const next = describeState('working');
    expect(
      settleState({ before, next, now: 1_020, changedAt: 1_000 }),
    ).toMatchObject({ lookAgainAt: 1_000 + SETTLE_TIME });
    expect(
      settleState({ before, next: before.shown, now: 1_020, changedAt: 1_000 }),
    ).not.toHaveProperty('lookAgainAt');
  });
});
