import { describeSignInError } from './describeSignInError';

describe('describeSignInError', () => {
  it.each([
    [
      'Failed to sign-in, unable to resolve user identity',
      'does not know you yet',
    ],
    ['access_denied (End-User aborted interaction)', 'was cancelled'],
    ['Auth refresh request failed, TypeError: Failed to fetch', 'reached'],
    ['Something else', 'could not be signed in'],
  ])('puts "%s" into words', (message, words) => {
    const problem = describeSignInError(message);
    expect(problem.title).toContain(words);
    expect(problem.advice).not.toBe('');
    expect(problem.detail).toBe(message);
  });
});
