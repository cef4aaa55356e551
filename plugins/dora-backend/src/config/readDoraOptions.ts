import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { localDays } from '@cairn/plugin-dora-common';

/** What the configuration says, read once. */
export interface DoraOptions {
  /** IANA zone of days, where a group has none of its own. */
  zone: string;
  /** Zones of groups, by entity reference. */
  zones: ReadonlyMap<string, string>;
  /** Secrets of each webhook, by collector. */
  secrets: ReadonlyMap<string, readonly string[]>;
  /** Milliseconds after which facts and numbers are deleted; undefined for never. */
  retention: number | undefined;
  /** Milliseconds after which deliveries that nobody understood are deleted. */
  quarantineRetention: number;
  /** How many facts are held in memory, of the components used last. */
  factsInMemory: number;
}

const DAY = 86_400_000;
/** Below this a year's comparison would have nothing to compare with. */
const SHORTEST_RETENTION = 400 * DAY;

function checkedZone(key: string, zone: string): string {
  try {
    localDays({ start: 0, end: 1 }, zone);
    return zone;
  } catch {
    throw new InputError(
      `The configuration value ${key} holds "${zone}", which is no time zone; write for example Europe/Berlin`,
    );
  }
}

function readDuration(config: Config, key: string): number | undefined {
  return config.has(key)
    ? durationToMilliseconds(readDurationFromConfig(config, { key }))
    : undefined;
}

/**
 * Reads `dora` once, at start.
 *
 * @throws InputError naming the key of a value that cannot be.
 */
export function readDoraOptions(config: Config): DoraOptions {
  const zones = config.getOptionalConfig('dora.zones');
  const webhooks = config.getOptionalConfig('dora.webhooks');
  const retention = readDuration(config, 'dora.retention');
  if (retention !== undefined && retention < SHORTEST_RETENTION) {
    throw new InputError(
      'The configuration value dora.retention must be 400 days or more; leave it out to keep everything',
    );
  }
  return {
    zone: checkedZone(
      'dora.zone',
      config.getOptionalString('dora.zone') ?? 'UTC',
    ),
    zones: new Map(
      (zones?.keys() ?? []).map(group => [
        group,
        checkedZone(`dora.zones.${group}`, zones?.getString(group) ?? ''),
      ]),
    ),
    secrets: new Map(
      (webhooks?.keys() ?? []).map(id => [
        id,
        (webhooks?.getOptionalStringArray(`${id}.secrets`) ?? []).filter(
          secret => secret !== '',
        ),
      ]),
    ),
    retention,
    quarantineRetention:
      readDuration(config, 'dora.quarantineRetention') ?? 90 * DAY,
    factsInMemory: config.getOptionalNumber('dora.factsInMemory') ?? 100_000,
  };
}
