import {
  CLAIM_NAME_LABEL,
  CLAIM_NAMESPACE_LABEL,
  COMPOSITE_LABEL,
  type KubernetesObject,
} from '@cairn/plugin-platform-common';
import type { ClaimRef } from '@cairn/plugin-claims-common';
import { claimKey } from '../services/claimKey';

function placeKey(cluster: string, namespace: string, name: string): string {
  return `${cluster}|${namespace}|${name}`;
}

/** Finds the claims that a composed resource may belong to, by the labels Crossplane gives it. */
export class ClaimIndex {
  readonly #byPlace = new Map<string, Map<string, ClaimRef>>();

  add(ref: ClaimRef): void {
    const key = placeKey(ref.cluster, ref.namespace, ref.name);
    const claims = this.#byPlace.get(key) ?? new Map<string, ClaimRef>();
    claims.set(claimKey(ref), ref);
    this.#byPlace.set(key, claims);
  }

  delete(ref: ClaimRef): void {
    const key = placeKey(ref.cluster, ref.namespace, ref.name);
    const claims = this.#byPlace.get(key);
    claims?.delete(claimKey(ref));
    if (claims?.size === 0) {
      this.#byPlace.delete(key);
    }
  }

  has(ref: ClaimRef): boolean {
    const key = placeKey(ref.cluster, ref.namespace, ref.name);
    return this.#byPlace.get(key)?.has(claimKey(ref)) ?? false;
  }

  /** Several only when claims of different offerings share a name in a namespace. */
  find(cluster: string, { metadata }: KubernetesObject): ClaimRef[] {
    const labels = metadata.labels ?? {};
    const namespace = labels[CLAIM_NAMESPACE_LABEL] ?? metadata.namespace ?? '';
    const name = labels[CLAIM_NAME_LABEL] ?? labels[COMPOSITE_LABEL];
    return name === undefined
      ? []
      : [
          ...(this.#byPlace.get(placeKey(cluster, namespace, name))?.values() ??
            []),
        ];
  }
}
