import type { Config } from '@backstage/config';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { HumanDuration } from '@backstage/types';
import { DEFAULT_IMPERSONATION_PREFIX } from '@cairn/plugin-platform-common';

/** Times and limits of the watches; every time in milliseconds. */
export interface WatchOptions {
  /** How long a first `list` waits for a source. */
  firstListTimeout: number;
  /** How long one watch request lasts before it is renewed. */
  watchDuration: number;
  /** A watch that says nothing for so long counts as stalled. */
  stallDeadline: number;
  /** A source that has failed for so long counts as stale. */
  staleAfter: number;
  /** A watch that nobody has read for so long is stopped. */
  idleAfter: number;
  /** Everything is listed anew this often, whatever the watch says. */
  resyncAfter: number;
  /** First pause after a failure; doubles up to `maxBackoff`. */
  minBackoff: number;
  maxBackoff: number;
  /** Complete lists made on suspicion, and questions for a missing kind, are so far apart. */
  verifyGap: number;
  /** A cluster that has said nothing for so long is asked for a sign of life by the next who reads. */
  pulseAfter: number;
  /** How long that sign may take; without it what is held counts as stale. */
  pulseTimeout: number;
  /** Objects of one list request. */
  pageSize: number;
  /** More objects of one kind on one cluster are not held. */
  maxObjects: number;
}

/** The `platform:` section of the configuration. */
export interface PlatformOptions {
  impersonationPrefix: string;
  /** How long verified group memberships are kept, in milliseconds; at most 30 s. */
  membershipTtl: number;
  /** How long one ordinary request to a cluster may take, in milliseconds. */
  requestTimeout: number;
  /** How long a person waits for one object or one right, in milliseconds. */
  readTimeout: number;
  watch: WatchOptions;
}

const MEMBERSHIP_TTL_LIMIT = 30_000;
const PREFIX = /^[a-z0-9][a-z0-9.-]{0,30}:$/;

function readDuration(
  config: Config | undefined,
  key: string,
  fallback: HumanDuration,
): number {
  const duration = config?.has(key)
    ? readDurationFromConfig(config, { key })
    : fallback;
  const milliseconds = durationToMilliseconds(duration);
  if (!(milliseconds > 0)) {
    throw new InputError(
      `The configuration value platform.${key} must be longer than nothing`,
    );
  }
  return milliseconds;
}

function readCount(
  config: Config | undefined,
  key: string,
  fallback: number,
): number {
  const value = config?.getOptionalNumber(key) ?? fallback;
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(
      `The configuration value platform.${key} must be a whole number of at least 1`,
    );
  }
  return value;
}

function readPrefix(config: Config | undefined): string {
  const prefix =
    config?.getOptionalString('impersonation.prefix') ??
    DEFAULT_IMPERSONATION_PREFIX;
  if (!PREFIX.test(prefix) || prefix.startsWith('system:')) {
    throw new InputError(
      'The configuration value platform.impersonation.prefix must be lower-case letters, digits, dots and dashes followed by a colon, and not "system:"',
    );
  }
  return prefix;
}

/**
 * Reads the `platform:` section once, at start.
 *
 * @throws InputError naming the key of a value that cannot be used.
 */
export function readPlatformOptions(root: Config): PlatformOptions {
  const config = root.getOptionalConfig('platform');
  const membershipTtl = readDuration(config, 'impersonation.membershipTtl', {
    seconds: 30,
  });
  if (membershipTtl > MEMBERSHIP_TTL_LIMIT) {
    throw new InputError(
      'The configuration value platform.impersonation.membershipTtl must be at most 30 seconds: a person who leaves a group must lose its rights soon',
    );
  }
  const readTimeout = readDuration(config, 'readTimeout', { seconds: 3 });
  const watch: WatchOptions = {
    firstListTimeout: readDuration(config, 'watch.firstListTimeout', {
      seconds: 5,
    }),
    watchDuration: readDuration(config, 'watch.duration', { seconds: 50 }),
    stallDeadline: readDuration(config, 'watch.stallDeadline', { seconds: 55 }),
    staleAfter: readDuration(config, 'watch.staleAfter', { seconds: 15 }),
    idleAfter: readDuration(config, 'watch.idleAfter', { minutes: 15 }),
    resyncAfter: readDuration(config, 'watch.resyncAfter', { hours: 1 }),
    minBackoff: readDuration(config, 'watch.minBackoff', { seconds: 1 }),
    maxBackoff: readDuration(config, 'watch.maxBackoff', { seconds: 30 }),
    verifyGap: 5_000,
    pulseAfter: readDuration(config, 'watch.pulseAfter', { seconds: 10 }),
    pulseTimeout: readTimeout,
    pageSize: readCount(config, 'watch.pageSize', 500),
    maxObjects: readCount(config, 'watch.maxObjects', 50_000),
  };
  if (watch.stallDeadline <= watch.watchDuration) {
    throw new InputError(
      'The configuration value platform.watch.stallDeadline must be longer than platform.watch.duration, or every quiet watch counts as stalled',
    );
  }
  return {
    impersonationPrefix: readPrefix(config),
    membershipTtl,
    requestTimeout: readDuration(config, 'requestTimeout', { seconds: 15 }),
    readTimeout,
    watch,
  };
}
