import { versionOf } from '../compare/mergeKeys';
import { imagesOf } from '../images';
import { resourceIdOf } from '../tracking';
import type { ResourceResult } from '../types';
import { hookPhasesOf } from '../annotations';
import { isResultOf } from './buildTasks';
import { objectOf, type SyncTask } from './SyncTask';

/** What became of resources, in the order in which they were first dealt with. */
export class TaskResults {
  readonly list: ResourceResult[];

  constructor(before: readonly ResourceResult[]) {
    this.list = [...before];
  }

  /**
   * Notes what became of a task. A message of before stays when there is no new one.
   *
   * @param fallback - The namespace of a resource that has none.
   */
  set(
    task: SyncTask,
    change: Pick<ResourceResult, 'status' | 'hookPhase' | 'message'>,
    fallback = '',
  ): void {
    const object = objectOf(task);
    const { group, kind, namespace, name } = resourceIdOf(object);
    const images = imagesOf(object);
    const index = this.list.findIndex(result => isResultOf(result, task));
    const before = this.list[index];
    const [hookType] = task.hook ? hookPhasesOf(object) : [];
    const result: ResourceResult = {
      group,
      version: versionOf(object.apiVersion),
      kind,
      namespace: namespace || fallback,
      name,
      ...(change.status ?? before?.status
        ? { status: change.status ?? before?.status }
        : {}),
      message: change.message || before?.message || '',
      ...(hookType && { hookType: task.phase }),
      ...(change.hookPhase && { hookPhase: change.hookPhase }),
      syncPhase: task.phase,
      ...(images.length > 0 && { images }),
    };
    if (index >= 0) this.list[index] = result;
    else this.list.push(result);
    task.result = result;
  }
}
