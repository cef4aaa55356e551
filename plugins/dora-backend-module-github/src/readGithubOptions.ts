import type { Config } from '@backstage/config';
import type { GithubOptions } from './translate/types';

/** Reads `dora.github`. */
export function readGithubOptions(config: Config): GithubOptions {
  const github = config.getOptionalConfig('dora.github');
  return {
    failureReachesProduction:
      github?.getOptionalBoolean('failureReachesProduction') ?? false,
  };
}
