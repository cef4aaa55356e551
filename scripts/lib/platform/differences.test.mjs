// Tests of the comparison with the real platform: node --test scripts
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeDifferences, findDifferences, judge } from './differences.mjs';

const listed = entry => ({
  differs: 'Something.',
  reason: 'Because.',
  noticedBy: 'Nobody.',
  ...entry,
});

describe('differences', () => {
  test('are found in checks that both were asked, by name where things have one', () => {
    const found = findDifferences(
      {
        'a: same': [{ status: 200 }],
        'a: other': [
          { list: [{ name: 'x', n: 1 }, { name: 'y' }], order: ['p', 'q'] },
        ],
        'a: here only': [],
      },
      {
        'a: same': [{ status: 200 }],
        'a: other': [{ list: [{ name: 'x', n: 2 }], order: ['q', 'p'] }],
        'a: there only': [],
      },
    );
    assert.deepEqual(
      [found.compared, found.agreeing, found.onlyReal, found.onlySandbox],
      [2, 1, ['a: here only'], ['a: there only']],
    );
    assert.deepEqual(found.differences.map(({ at }) => at).sort(), [
      '.0.list.x.n',
      '.0.list.y',
      '.0.order.order',
    ]);
  });

  const one = { check: 'a: one', at: '.0.status', real: 422, sandbox: 400 };
  const more = {
    check: 'a: two',
    at: '.0.body.x',
    real: 1,
    sandbox: undefined,
  };

  test('are red unless they are listed', () => {
    const { unlisted, stale } = judge(
      [one, more],
      [listed({ check: ['a: o*', 'b: *'], at: '*.status' })],
    );
    assert.deepEqual([unlisted, stale], [[more], []]);
  });

  test('may be listed as what only one of them says', () => {
    const only = listed({ check: 'a: *', only: 'real' });
    assert.deepEqual(judge([one, more], [only]).unlisted, [one]);
  });

  test('make an entry red by which nothing differs, if its part was compared', () => {
    const old = listed({ check: 'a: gone' });
    assert.deepEqual(judge([], [old]).stale, [old]);
    assert.deepEqual(judge([], [old], () => false).stale, []);
  });

  test('are listed with a reason, and who would notice', () => {
    assert.deepEqual(judge([one], [{ check: 'a: one' }]).wrong, [
      'entry 1 needs differs',
      'entry 1 needs reason',
      'entry 1 needs noticedBy',
    ]);
  });

  test('are told with both answers', () => {
    assert.equal(
      describeDifferences([one]),
      '  a: one\n    .0.status\n      real:    422\n      sandbox: 400',
    );
  });
});
