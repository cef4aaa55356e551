import type { ObjectKey, ReconcileResult } from '../runtime';
import type { WorkloadContext } from './context';
import { countPods, isActive, podFromTemplate } from './pods';
import { deletionOrder, messageOf } from './podOrder';
import type { Pod, ReplicaSet } from './types';
import {
  withCondition,
  withoutCondition,
  writeWorkloadStatus,
} from './workloadStatus';

const COMPONENT = 'replicaset-controller';

/** Keeps as many pods as a ReplicaSet asks for. */
export class ReplicaSetReconciler {
  constructor(private readonly context: WorkloadContext) {}

  async reconcile(key: ObjectKey): Promise<ReconcileResult | void> {
    const { pods, replicaSets } = this.context.caches;
    const set = replicaSets.get(key);
    if (!set || set.metadata.deletionTimestamp) return undefined;
    let active = pods.controlledBy(set).filter(isActive);
    const wanted = set.spec.replicas ?? 1;
    let failure: unknown;
    try {
      if (active.length < wanted) {
        active = active.concat(await this.make(set, wanted - active.length));
      } else if (active.length > wanted) {
        active = await this.remove(set, active, active.length - wanted);
      }
    } catch (error) {
      failure = error;
      active = pods.controlledBy(set).filter(isActive);
    }
    const nextMs = await this.report(set, active, failure);
    if (failure) throw failure;
    return { requeueAfterMs: nextMs };
  }

  private async make(set: ReplicaSet, count: number): Promise<Pod[]> {
    const { caches, recorder } = this.context;
    const made: Pod[] = [];
    for (let i = 0; i < count; i += 1) {
      try {
        const pod = await caches.pods.create(
          podFromTemplate(set, set.spec.template, {
            generateName: `${set.metadata.name}-`,
          }),
        );
        made.push(pod);
        recorder(COMPONENT).record(set, {
          type: 'Normal',
          reason: 'SuccessfulCreate',
          message: `Created pod: ${pod.metadata.name}`,
        });
      } catch (error) {
        recorder(COMPONENT).record(set, {
          type: 'Warning',
          reason: 'FailedCreate',
          message: `Error creating: ${messageOf(error)}`,
        });
        throw error;
      }
    }
    return made;
  }

  private async remove(
    set: ReplicaSet,
    active: Pod[],
    count: number,
  ): Promise<Pod[]> {
    const { caches, recorder } = this.context;
    const ordered = [...active].sort(deletionOrder);
    for (const pod of ordered.slice(0, count)) {
      await caches.pods.delete(pod);
      recorder(COMPONENT).record(set, {
        type: 'Normal',
        reason: 'SuccessfulDelete',
        message: `Deleted pod: ${pod.metadata.name}`,
      });
    }
    return ordered.slice(count);
  }

  private async report(
    seen: ReplicaSet,
    active: Pod[],
    failure: unknown,
  ): Promise<number | undefined> {
    const { replicaSets } = this.context.caches;
    const { metadata, spec, status } = seen;
    const counts = countPods(active, spec.minReadySeconds);
    const conditions = failure
      ? withCondition(status?.conditions, {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: messageOf(failure),
        })
      : withoutCondition(status?.conditions, 'ReplicaFailure');
    await writeWorkloadStatus(replicaSets, seen, {
      replicas: active.length,
      ...(active.length > 0 && { fullyLabeledReplicas: active.length }),
      ...(counts.ready > 0 && { readyReplicas: counts.ready }),
      ...(counts.available > 0 && { availableReplicas: counts.available }),
      observedGeneration: metadata.generation,
      ...(conditions.length > 0 && { conditions }),
    });
    return counts.nextMs;
  }
}
