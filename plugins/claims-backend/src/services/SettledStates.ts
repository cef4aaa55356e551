import {
  settleState,
  type ClaimRef,
  type SettledState,
} from '@cairn/plugin-claims-common';
import type {
  KubernetesObject,
  StateDescription,
} from '@cairn/plugin-platform-common';
import { claimKey } from './claimKey';
import type { Clock } from './Clock';

/** What is known of a claim besides what it says itself. */
interface Remembered extends SettledState {
  /** The claim as it was in the state that is shown. */
  object: KubernetesObject;
  /** The generation seen last, and since when, in milliseconds. */
  generation: number | undefined;
  generationSince: number;
}

/**
 * Remembers of each claim what is shown, so that no view flickers. Every replica of the portal has a
 * memory of its own; one that has just started shows what there is.
 */
export class SettledStates {
  readonly #clock: Clock;
  readonly #remembered = new Map<string, Remembered>();
  /** When a claim or a part of it last changed, in milliseconds. */
  readonly #changedAt = new Map<string, number>();

  static create(options: { clock: Clock }): SettledStates {
    return new SettledStates(options.clock);
  }

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To be called at every change of a claim or of a part of it. */
  touch(ref: ClaimRef): void {
    this.#changedAt.set(claimKey(ref), this.#clock.now().getTime());
  }

  forget(ref: ClaimRef): void {
    this.#remembered.delete(claimKey(ref));
    this.#changedAt.delete(claimKey(ref));
  }

  /** Since when this replica has known the claim in its present generation. */
  generationSince(ref: ClaimRef, object: KubernetesObject): Date {
    const known = this.#remembered.get(claimKey(ref));
    const { uid, generation } = object.metadata;
    return known &&
      known.object.metadata.uid === uid &&
      known.generation === generation
      ? new Date(known.generationSince)
      : this.#clock.now();
  }

  /**
   * What is to be shown of a claim now.
   *
   * @returns the claim as it was when it began to be so, and when to look again if something newer has
   * yet to hold, in milliseconds.
   */
  settle(
    ref: ClaimRef,
    object: KubernetesObject,
    next: StateDescription,
  ): {
    shown: StateDescription;
    object: KubernetesObject;
    lookAgainAt?: number;
  } {
    const key = claimKey(ref);
    const known = this.#remembered.get(key);
    const { uid, generation } = object.metadata;
    const generationSince = this.generationSince(ref, object).getTime();
    const { settled, lookAgainAt } = settleState({
      before: known?.object.metadata.uid === uid ? known : undefined,
      next,
      now: this.#clock.now().getTime(),
      changedAt: this.#changedAt.get(key),
    });
    const shownObject = lookAgainAt && known ? known.object : object;
    this.#remembered.set(key, {
      ...settled,
      object: shownObject,
      generation,
      generationSince,
    });
    return {
      shown: settled.shown,
      object: shownObject,
      ...(lookAgainAt && { lookAgainAt }),
    };
  }
}
