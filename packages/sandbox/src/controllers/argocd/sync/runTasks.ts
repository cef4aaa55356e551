import { isNotFound, refOf } from '../../runtime';
import type { KubernetesObject } from '../../runtime';
import { hasSyncOption } from '../annotations';
import type { ArgoParts } from '../ArgoParts';
import { applyResource } from './applyResource';
import type { SyncRequest } from './SyncRequest';
import { hasDeletePolicy, isPrune, objectOf, type SyncTask } from './SyncTask';
import type { TaskResults } from './TaskResults';

/** How a step went; `pending` when something has to go first. */
export type StepOutcome = 'successful' | 'pending' | 'failed';

/** Does tasks of one step: prunes, then removes hooks of before, then applies. */
export async function runTasks(
  parts: ArgoParts,
  request: SyncRequest,
  results: TaskResults,
  tasks: readonly SyncTask[],
): Promise<StepOutcome> {
  const { sync, syncOptions } = request;
  const dryRun = sync.dryRun ?? false;
  let failed = false;
  for (const task of tasks.filter(isPrune).reverse()) {
    failed = !(await prune(parts, request, results, task)) || failed;
  }
  if (failed) return 'failed';
  const toApply = tasks.filter(task => !isPrune(task));
  const before = toApply.filter(
    task => task.live && hasDeletePolicy(task, 'BeforeHookCreation'),
  );
  if (before.length > 0 && !dryRun) {
    for (const { live } of before) if (live) await deleteObject(parts, live);
    return 'pending';
  }
  for (const task of toApply) {
    const target = objectOf(task);
    try {
      const message = await applyResource(parts, target, {
        syncOptions,
        dryRun,
      });
      results.set(task, {
        status: 'Synced',
        hookPhase: dryRun ? 'Succeeded' : 'Running',
        message,
      });
    } catch (error) {
      failed = true;
      const message = error instanceof Error ? error.message : String(error);
      results.set(task, { status: 'SyncFailed', hookPhase: 'Failed', message });
    }
  }
  return failed ? 'failed' : 'successful';
}

/** Deletes an object; one that is gone already is fine. */
export async function deleteObject(
  { client, live }: ArgoParts,
  object: KubernetesObject,
  propagationPolicy: 'Background' | 'Foreground' = 'Background',
): Promise<void> {
  try {
    await client.delete(refOf(object), {
      propagationPolicy,
      preconditions: { uid: object.metadata.uid },
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  if (
    !object.metadata.finalizers?.length &&
    propagationPolicy !== 'Foreground'
  ) {
    live.forget(object);
  }
}

async function prune(
  parts: ArgoParts,
  { sync, syncOptions }: SyncRequest,
  results: TaskResults,
  task: SyncTask,
): Promise<boolean> {
  const object = objectOf(task);
  const skip = (message: string) => {
    results.set(task, {
      status: 'PruneSkipped',
      hookPhase: 'Succeeded',
      message,
    });
    return true;
  };
  if (!sync.prune) return skip('ignored (requires pruning)');
  if (hasSyncOption(object, syncOptions, 'Prune=false')) {
    return skip('ignored (no prune)');
  }
  try {
    if (!sync.dryRun) await deleteObject(parts, object);
    results.set(task, {
      status: 'Pruned',
      hookPhase: 'Succeeded',
      message: sync.dryRun ? 'pruned (dry run)' : 'pruned',
    });
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    results.set(task, { status: 'SyncFailed', hookPhase: 'Failed', message });
    return false;
  }
}
