import { readDurationFromConfig } from '@backstage/config';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  DEFAULT_SILENT_AFTER,
  type GitHost,
} from '@cairn/plugin-delivery-common';

/** What the configuration says, read once. */
export interface DeliveryOptions {
  /** Milliseconds without a comparison after which Argo CD counts as silent; 0 for never. */
  silentAfter: number;
  /** Git hosts to whose commits the portal leads. */
  hosts: GitHost[];
}

const integrations: [key: string, type: GitHost['type'], host?: string][] = [
  ['gitea', 'gitea'],
  ['github', 'github', 'github.com'],
  ['gitlab', 'gitlab', 'gitlab.com'],
  ['bitbucketCloud', 'bitbucket', 'bitbucket.org'],
];

function readSilentAfter(config: RootConfigService): number {
  const key = 'delivery.silentAfter';
  if (!config.has(key)) {
    return DEFAULT_SILENT_AFTER;
  }
  if (config.getOptional(key) === false) {
    return 0;
  }
  const value = durationToMilliseconds(readDurationFromConfig(config, { key }));
  if (!(value > 0)) {
    throw new InputError(
      `The configuration value ${key} must be longer than nothing, or false to switch it off`,
    );
  }
  return value;
}

/** @throws InputError naming the key that is wrong */
export function readDeliveryOptions(
  config: RootConfigService,
): DeliveryOptions {
  const hosts = integrations.flatMap(([key, type, fallback]) =>
    (config.getOptionalConfigArray(`integrations.${key}`) ?? []).flatMap(
      (entry): GitHost[] => {
        const host = entry.getOptionalString('host') ?? fallback;
        const baseUrl = entry.getOptionalString('baseUrl');
        return host ? [{ host, type, ...(baseUrl && { baseUrl }) }] : [];
      },
    ),
  );
  return { silentAfter: readSilentAfter(config), hosts };
}
