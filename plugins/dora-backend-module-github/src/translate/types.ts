/** What the configuration says of GitHub. */
export interface GithubOptions {
  /**
   * Whether the status `failure` means that production was changed. `error` never does. GitHub itself
   * does not say.
   */
  failureReachesProduction: boolean;
}

/** Name of this source in facts. */
export const SOURCE = 'github';
