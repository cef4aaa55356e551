import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../runtime';

type Applied = { version: string; hash: string };

/**
 * Remembers what was applied last and how the object was afterwards. Applying the same thing again to the very same
 * version changes nothing, and most passes over a composite find it so: a change of one composed resource wakes the
 * composite, and its other resources are as they were left.
 */
export class AppliedMemory {
  /** By UID of the composite, then by name of the resource's template. */
  private readonly composites = new Map<string, Map<string, Applied>>();

  /** Whether the object is still the one that this very thing was applied to. */
  isApplied(
    composite: KubernetesObject,
    name: string,
    desired: unknown,
    observed: KubernetesObject | undefined,
  ): boolean {
    return (
      observed !== undefined &&
      this.last(composite, name)?.version === versionOf(observed) &&
      this.wasApplied(composite, name, desired)
    );
  }

  /** Whether this very thing is what was applied last, whatever became of it. */
  wasApplied(
    composite: KubernetesObject,
    name: string,
    desired: unknown,
  ): boolean {
    return this.last(composite, name)?.hash === hashOf(desired);
  }

  /** Notes that a thing was applied, and what the object was afterwards. */
  applied(
    composite: KubernetesObject,
    name: string,
    desired: unknown,
    result: KubernetesObject,
  ): void {
    const uid = composite.metadata.uid ?? '';
    const entries = this.composites.get(uid) ?? new Map<string, Applied>();
    entries.set(name, { version: versionOf(result), hash: hashOf(desired) });
    this.composites.set(uid, entries);
  }

  /** Forgets a composite that goes away. */
  forget(composite: KubernetesObject): void {
    this.composites.delete(composite.metadata.uid ?? '');
  }

  private last(composite: KubernetesObject, name: string): Applied | undefined {
    return this.composites.get(composite.metadata.uid ?? '')?.get(name);
  }
}

/** A recreated object can have any version; its UID tells it apart. */
function versionOf({ metadata }: KubernetesObject): string {
  return `${metadata.uid}/${metadata.resourceVersion}`;
}

function hashOf(desired: unknown): string {
  return createHash('sha256').update(JSON.stringify(desired)).digest('base64');
}
