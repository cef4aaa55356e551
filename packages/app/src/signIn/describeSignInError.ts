/** What a person reads when signing in failed: the case, and what to do now. */
export interface SignInProblem {
  title: string;
  advice: string;
  /** The upstream's own words, for whoever helps. */
  detail: string;
}

const rules: Array<Omit<SignInProblem, 'detail'> & { pattern: RegExp }> = [
  {
    pattern:
      /unable to resolve user identity|no matching user|failed to sign[- ]?in/i,
    title: 'You have an account, but the portal does not know you yet.',
    advice:
      'Ask the platform team to add you to the catalog, then sign in again.',
  },
  {
    pattern: /access_denied|denied|cancel/i,
    title: 'You were not signed in: the sign-in was cancelled.',
    advice: 'Sign in again when you are ready.',
  },
  {
    pattern: /popup|blocked/i,
    title: 'The sign-in window did not open.',
    advice: 'Allow this site to open windows, then sign in again.',
  },
  {
    pattern: /fetch|network|refused|502|503|504|unavailable/i,
    title: 'The sign-in service cannot be reached.',
    advice:
      'Check your connection and try again in a minute. If it stays like this, tell the platform team.',
  },
];

/**
 * Puts a failed sign-in into words.
 *
 * @param message - the message of the error, or the `error` parameter the backend redirected with
 */
export function describeSignInError(message: string): SignInProblem {
  const rule = rules.find(({ pattern }) => pattern.test(message));
  return {
    title: rule?.title ?? 'You could not be signed in.',
    advice:
      rule?.advice ??
      'Try again. If it stays like this, send the detail below to the platform team.',
    detail: message,
  };
}
