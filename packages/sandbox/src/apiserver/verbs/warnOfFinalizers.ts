import type { KubeObject } from '../types';
import { isUnqualified } from '../validation/validateMetadata';
import type { WriteContext } from './WriteContext';

/**
 * Warns of finalizers without a domain. Like the real server, only of those a
 * write adds: who labels an object is not told of finalizers it already had.
 */
export function warnOfFinalizers(
  context: WriteContext,
  object: KubeObject,
  old: KubeObject | undefined,
): void {
  if (context.type.crdName === undefined) return;
  const known = new Set(old?.metadata.finalizers);
  for (const name of object.metadata.finalizers ?? []) {
    if (known.has(name) || !isUnqualified(name)) continue;
    context.warn(
      `metadata.finalizers: ${JSON.stringify(
        name,
      )}: prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers`,
    );
  }
}
