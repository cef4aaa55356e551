import fc from 'fast-check';
import { checkLabelName, checkSubdomainName } from './checkName';

// As k8s.io/apimachinery has them.
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

describe('checkLabelName', () => {
  it.each([
    ['orders', undefined, undefined],
    ['a', undefined, undefined],
    ['0-9', undefined, undefined],
    ['', 'Give it a name.', undefined],
    ['Orders', 'Use small letters only.', 'orders'],
    ['my orders', 'Use letters a to z, digits and dashes only.', 'my-orders'],
    ['a.b', 'Use letters a to z, digits and dashes only.', 'a-b'],
    ['süß', 'Use letters a to z, digits and dashes only.', 'su'],
    ['-a-', 'Begin and end with a letter or a digit, not with a dash.', 'a'],
    [
      '---',
      'Begin and end with a letter or a digit, not with a dash.',
      undefined,
    ],
    [
      'x'.repeat(64),
      'The name is 64 characters long; shorten it to at most 63.',
      'x'.repeat(63),
    ],
  ])('%j: %s', (name, message, suggestion) => {
    expect(checkLabelName(name)).toEqual(
      message === undefined
        ? undefined
        : { message, ...(suggestion ? { suggestion } : {}) },
    );
  });
});

describe('checkSubdomainName', () => {
  it.each([
    ['databases.platform.cairn.dev', undefined, undefined],
    [
      'a..b',
      'Begin and end with a letter or a digit, before and after each dot as well.',
      'a.b',
    ],
    ['A.b', 'Use small letters only.', 'a.b'],
    ['a_b', 'Use letters a to z, digits, dashes and dots only.', 'a-b'],
    ['', 'Give it a name.', undefined],
  ])('%j: %s', (name, message, suggestion) => {
    expect(checkSubdomainName(name)).toEqual(
      message === undefined
        ? undefined
        : { message, ...(suggestion ? { suggestion } : {}) },
    );
  });
});

it.each([
  ['label', checkLabelName, LABEL, 63],
  ['subdomain', checkSubdomainName, SUBDOMAIN, 253],
] as const)(
  'a %s passes exactly when Kubernetes takes it, and so does every suggestion',
  (_, check, pattern, limit) => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({
        unit: fc.constantFrom('a', 'Z', '0', '-', '.', '_', 'é'),
        maxLength: 300,
      }),
    );
    fc.assert(
      fc.property(name, text => {
        const problem = check(text);
        const isAllowed = pattern.test(text) && text.length <= limit;
        return (
          (problem === undefined) === isAllowed &&
          (problem?.suggestion === undefined ||
            check(problem.suggestion) === undefined)
        );
      }),
      { numRuns: 10_000 },
    );
  },
);
