import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { DiscoveredKind } from '../discovery/types';
import { ClusterRequestError } from '../http/ClusterRequestError';
import type { CacheChange } from '../types';
import { apiVersionOf } from './listAll';
import type { ObjectStore } from './ObjectStore';
import { projectObject } from './projectObject';
import { compareResourceVersions } from './resourceVersion';

interface WatchEvent {
  type: string;
  object: Record<string, unknown>;
}

function readEvent(line: unknown): WatchEvent | undefined {
  const { type, object } = (line ?? {}) as Record<string, unknown>;
  return typeof type === 'string' &&
    typeof object === 'object' &&
    object !== null
    ? { type, object: object as Record<string, unknown> }
    : undefined;
}

/** What a reader works with. */
export interface WatchReaderOptions {
  cluster: string;
  found: DiscoveredKind;
  store: ObjectStore;
  /** Version the watch begins after. */
  position: string | undefined;
  onChange: (change: CacheChange) => void;
  /** The order of events shows that something may have been missed. */
  onDoubt: () => void;
  /** An event that is none. */
  onUnreadable: () => void;
}

/** Turns the lines of one watch into changes of a store. */
export class WatchReader {
  readonly #options: WatchReaderOptions;
  #position: string | undefined;

  static create(options: WatchReaderOptions): WatchReader {
    return new WatchReader(options);
  }

  private constructor(options: WatchReaderOptions) {
    this.#options = options;
    this.#position = options.position;
  }

  /** Version up to which everything has been seen. */
  get position(): string | undefined {
    return this.#position;
  }

  /** @throws ClusterRequestError when the server ends the watch with an error. */
  read(line: unknown): void {
    const event = readEvent(line);
    switch (event?.type) {
      case 'ADDED':
      case 'MODIFIED':
      case 'DELETED':
        this.#readChange(event);
        break;
      case 'BOOKMARK':
        this.#readBookmark(event.object);
        break;
      case 'ERROR':
        throw new ClusterRequestError({
          cluster: this.#options.cluster,
          failure: 'status',
          httpStatus: Number(event.object.code) || 500,
        });
      default:
        this.#options.onUnreadable();
    }
  }

  #readChange(event: WatchEvent): void {
    const { found, store, onChange, onUnreadable } = this.#options;
    const object = projectObject(event.object, {
      apiVersion: apiVersionOf(found),
      kind: found.kind,
    });
    if (!object) {
      onUnreadable();
      return;
    }
    this.#checkOrder(object);
    const change =
      event.type === 'DELETED' ? store.remove(object) : store.put(object);
    if (change) {
      onChange(change);
    }
  }

  /** A server never goes back; when it does, events may be missing or the server is another one. */
  #checkOrder(object: KubernetesObject): void {
    const version = object.metadata.resourceVersion;
    const order = compareResourceVersions(version, this.#position);
    if (order === undefined || order > 0) {
      this.#position = version ?? this.#position;
    } else if (order < 0 && !this.#options.store.knows(object)) {
      this.#options.onDoubt();
    }
  }

  #readBookmark(object: Record<string, unknown>): void {
    const { resourceVersion } = (object.metadata ?? {}) as Record<
      string,
      unknown
    >;
    if (typeof resourceVersion !== 'string') {
      return;
    }
    const order = compareResourceVersions(resourceVersion, this.#position);
    if (order !== undefined && order < 0) {
      this.#options.onDoubt();
    } else {
      this.#position = resourceVersion;
    }
  }
}
