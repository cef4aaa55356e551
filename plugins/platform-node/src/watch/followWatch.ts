import type { WatchOptions } from '../config/readPlatformOptions';
import type { DiscoveredKind } from '../discovery/types';
import { resourcePath } from '../http/resourcePath';
import type { ClusterConnection } from '../http/types';
import type { CacheChange } from '../types';
import { TooManyObjectsError } from './listAll';
import type { ObjectStore } from './ObjectStore';
import { WatchReader } from './WatchReader';

/** A quiet end within so many milliseconds of the agreed time is the agreed end. */
const TOLERANCE = 1_000;

/** What one watch works on. */
export interface FollowOptions {
  connection: ClusterConnection;
  found: DiscoveredKind;
  store: ObjectStore;
  watch: WatchOptions;
  /** Version after which to begin. */
  position: string | undefined;
  /** When the last complete list was made. */
  listedAt: number;
  signal: AbortSignal;
  onChange: (change: CacheChange) => void;
  onOpen: () => void;
  /** A line has come; the argument is the version up to which all has been seen. */
  onHeard: (position: string | undefined) => void;
  onUnreadable: () => void;
}

/** How a watch ended that did not break. */
export type WatchEnd = 'in-time' | 'early' | 'in-doubt';

/**
 * Follows one watch until it ends. `in-doubt` means that the order of events leaves no certainty
 * of having seen all of them; the watch is then ended from here.
 *
 * @throws ClusterRequestError, TooManyObjectsError
 */
export async function followWatch(options: FollowOptions): Promise<WatchEnd> {
  const { connection, found, store, watch } = options;
  const openedAt = Date.now();
  // Spread, so that the watches of a portal are not all renewed in the same moment.
  const duration = watch.watchDuration * (0.8 + Math.random() * 0.2);
  const doubt = new AbortController();
  let doubtTimer: NodeJS.Timeout | undefined;
  const reader = WatchReader.create({
    cluster: connection.name,
    found,
    store,
    position: options.position,
    onChange: options.onChange,
    onUnreadable: options.onUnreadable,
    onDoubt: () => {
      const wait = options.listedAt + watch.verifyGap - Date.now();
      doubtTimer ??= setTimeout(() => doubt.abort(), Math.max(0, wait));
    },
  });
  try {
    const lines = connection.stream({
      method: 'GET',
      path: resourcePath(found),
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: options.position,
        timeoutSeconds: String(Math.max(1, Math.ceil(duration / 1000))),
      },
      silence: watch.stallDeadline,
      signal: AbortSignal.any([options.signal, doubt.signal]),
      onOpen: options.onOpen,
    });
    for await (const line of lines) {
      reader.read(line);
      options.onHeard(reader.position);
      if (store.size > watch.maxObjects) {
        throw new TooManyObjectsError();
      }
    }
  } catch (error) {
    if (!doubt.signal.aborted || options.signal.aborted) {
      throw error;
    }
  } finally {
    clearTimeout(doubtTimer);
  }
  if (doubtTimer) {
    return 'in-doubt';
  }
  return Date.now() - openedAt >= duration - TOLERANCE && duration > TOLERANCE
    ? 'in-time'
    : 'early';
}
