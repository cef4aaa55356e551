import { parseStored, type StoredObject } from '../storage/StoredObject';
import type { JsonObject, ResourceType } from '../types';

interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
}

/** What is left in a namespace, by type. */
export type Leftovers = [type: ResourceType, objects: StoredObject[]][];

/** `a in 1 resource instances, b in 2 resource instances`. */
function counted(counts: Map<string, number>, link: string): string {
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${link} ${count} resource instances`)
    .join(', ');
}

/**
 * The conditions of a namespace that is being emptied, as the controller
 * manager's namespace controller words them.
 *
 * @param before - The conditions so far, whose times stay where nothing changes.
 */
export function namespaceConditions(
  left: Leftovers,
  before: readonly JsonObject[],
  now: string,
): JsonObject[] {
  const resources = new Map<string, number>();
  const finalizers = new Map<string, number>();
  for (const [type, objects] of left) {
    resources.set(`${type.plural}.${type.group}`, objects.length);
    for (const object of objects) {
      for (const name of parseStored(object).metadata.finalizers ?? []) {
        finalizers.set(name, (finalizers.get(name) ?? 0) + 1);
      }
    }
  }
  const conditions: Condition[] = [
    {
      type: 'NamespaceDeletionDiscoveryFailure',
      status: 'False',
      reason: 'ResourcesDiscovered',
      message: 'All resources successfully discovered',
    },
    {
      type: 'NamespaceDeletionGroupVersionParsingFailure',
      status: 'False',
      reason: 'ParsedGroupVersions',
      message: 'All legacy kube types successfully parsed',
    },
    {
      type: 'NamespaceDeletionContentFailure',
      status: 'False',
      reason: 'ContentDeleted',
      message:
        'All content successfully deleted, may be waiting on finalization',
    },
    {
      type: 'NamespaceContentRemaining',
      status: resources.size > 0 ? 'True' : 'False',
      reason: resources.size > 0 ? 'SomeResourcesRemain' : 'ContentRemoved',
      message:
        resources.size > 0
          ? `Some resources are remaining: ${counted(resources, 'has')}`
          : 'All content successfully removed',
    },
    {
      type: 'NamespaceFinalizersRemaining',
      status: finalizers.size > 0 ? 'True' : 'False',
      reason:
        finalizers.size > 0 ? 'SomeFinalizersRemain' : 'ContentHasNoFinalizers',
      message:
        finalizers.size > 0
          ? `Some content in the namespace has finalizers remaining: ${counted(
              finalizers,
              'in',
            )}`
          : 'All content-preserving finalizers finished',
    },
  ];
  return conditions.map(condition => {
    const old = before.find(one => one.type === condition.type);
    const same = old?.status === condition.status;
    const lastTransitionTime =
      same && typeof old?.lastTransitionTime === 'string'
        ? old.lastTransitionTime
        : now;
    const { type, status, reason, message } = condition;
    return { type, status, lastTransitionTime, reason, message };
  });
}
