import type { SourceHealth } from '@cairn/plugin-platform-common';
import type { DiscoveredKind } from '../discovery/types';
import type { GroupKind } from '../types';

function iso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

/** What one source knows of its own freshness. */
export class SourceState {
  readonly #startedAt = Date.now();
  #synced = false;
  #missing = false;
  #provenAt: number | undefined;
  #failingSince: number | undefined;
  #isSilent = false;
  #error: string | undefined;

  constructor(
    private readonly source: {
      cluster: string;
      kind: GroupKind;
      /** Milliseconds of failure after which the data count as stale. */
      staleAfter: number;
    },
  ) {}

  get synced(): boolean {
    return this.#synced;
  }

  /** Whether there is trouble that is not over. */
  get failing(): boolean {
    return this.#failingSince !== undefined;
  }

  /** When the data were last known to be current, in milliseconds; undefined while there are none. */
  get provenAt(): number | undefined {
    return this.#provenAt;
  }

  get missing(): boolean {
    return this.#missing;
  }

  /** The data are complete as of now. */
  complete(): void {
    this.#synced = true;
    this.#missing = false;
    this.#provenAt = Date.now();
  }

  /** The server has told something, so the data are current as of now. */
  heard(): void {
    this.#provenAt = Date.now();
    this.recovered();
  }

  /** The way to the server is open again. */
  recovered(): void {
    this.#failingSince = undefined;
    this.#isSilent = false;
    this.#error = undefined;
  }

  /** The cluster does not offer the kind. */
  absent(): void {
    this.recovered();
    this.#synced = true;
    this.#missing = true;
    this.#provenAt = Date.now();
  }

  failed(sentence: string): void {
    this.#failingSince ??= Date.now();
    this.#error = sentence;
  }

  /** The server gives no sign of life: how old the data are nobody knows, so they are stale at once. */
  silent(sentence: string): void {
    this.failed(sentence);
    this.#isSilent = true;
  }

  /** The data that are held must not be served any longer. */
  lost(sentence: string): void {
    this.#synced = false;
    this.failed(sentence);
  }

  describe(found: DiscoveredKind | undefined): SourceHealth {
    const { cluster, kind, staleAfter } = this.source;
    const name = found?.plural ?? kind.kind;
    const health: SourceHealth = {
      cluster,
      resource: kind.group === '' ? name : `${name}.${kind.group}`,
      state: this.#synced ? 'synced' : 'catching-up',
    };
    const asOf = iso(this.#provenAt);
    if (asOf !== undefined) {
      health.asOf = asOf;
    }
    if (this.#missing) {
      health.missing = true;
    }
    if (this.#failingSince !== undefined) {
      const isStale =
        !this.#synced ||
        this.#isSilent ||
        Date.now() - this.#failingSince >= staleAfter;
      health.state = isStale ? 'stale' : 'catching-up';
      health.error = this.#error;
      if (isStale) {
        health.staleSince = iso(this.#provenAt ?? this.#startedAt);
      }
    }
    return health;
  }
}
