// Tests of what npm test makes of failures: node --test scripts
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { ROOT } from './options.mjs';
import { failuresOf, sorted } from './unitStage.mjs';

const report = (statuses, message = '') => ({
  testResults: [
    {
      name: path.join(ROOT, 'a.test.ts'),
      status: 'failed',
      message,
      assertionResults: Object.entries(statuses).map(([fullName, status]) => ({
        fullName,
        status,
        failureMessages: [`${fullName} is wrong`],
      })),
    },
  ],
});
const names = failures => failures.map(it => it.name);

describe('failed tests', () => {
  test('are named with their file, also a file that cannot be loaded', () => {
    assert.deepEqual(
      names(failuresOf(report({ one: 'passed', two: 'failed' }))),
      ['a.test.ts › two'],
    );
    const [broken] = failuresOf(report({}, 'Cannot find module'));
    assert.equal(broken.name, 'a.test.ts');
    assert.equal(broken.said, 'Cannot find module');
  });

  test('that pass alone have recovered; those that fail again have failed', () => {
    const first = report({ one: 'failed', two: 'failed', three: 'passed' });
    const second = report({ one: 'failed', two: 'passed', three: 'passed' });
    const { failed, recovered } = sorted(first, second);
    assert.deepEqual(names(failed), ['a.test.ts › one']);
    assert.deepEqual(names(recovered), ['a.test.ts › two']);
  });

  test('that show only the second time have failed, too', () => {
    const first = report({}, 'Cannot find module');
    const second = report({ one: 'failed' });
    assert.deepEqual(names(sorted(first, second).failed), ['a.test.ts › one']);
    assert.deepEqual(names(sorted(first, report({}, 'again')).failed), [
      'a.test.ts',
    ]);
  });
});
