import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type {
  GithubIntegrationConfig,
  ScmIntegrations,
} from '@backstage/integration';
import { durationToMilliseconds, type HumanDuration } from '@backstage/types';
import type { GithubOptions } from './translate/types';

/** Reads `dora.github`. */
export function readGithubOptions(config: Config): GithubOptions {
  const github = config.getOptionalConfig('dora.github');
  return {
    failureReachesProduction:
      github?.getOptionalBoolean('failureReachesProduction') ?? false,
  };
}

/** How GitHub is asked for what its webhooks missed. */
export interface SweepConfig {
  integration: GithubIntegrationConfig;
  frequency: HumanDuration;
  /** Milliseconds. */
  lookBack: number;
}

/**
 * Reads `dora.github.sweep`; undefined when it is not there.
 *
 * @throws InputError for a host without an integration
 */
export function readSweepOptions(
  config: Config,
  integrations: ScmIntegrations,
): SweepConfig | undefined {
  const sweep = config.getOptionalConfig('dora.github.sweep');
  if (!sweep) return undefined;
  const host = sweep.getOptionalString('host') ?? 'github.com';
  const integration = integrations.github.byHost(host)?.config;
  if (!integration) {
    throw new InputError(
      `The configuration value dora.github.sweep.host holds "${host}", of which integrations.github knows nothing; add it there`,
    );
  }
  const duration = (key: string, fallback: HumanDuration) =>
    sweep.has(key) ? readDurationFromConfig(sweep, { key }) : fallback;
  return {
    integration,
    frequency: duration('frequency', { hours: 1 }),
    lookBack: durationToMilliseconds(duration('lookBack', { days: 3 })),
  };
}
