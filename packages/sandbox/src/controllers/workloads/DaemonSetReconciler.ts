import type { ObjectKey, ReconcileResult } from '../runtime';
import type { WorkloadContext } from './context';
import { countPods, isActive, isReady, podFromTemplate } from './pods';
import { nodeName } from './podStatus';
import { templateHash } from './templateHash';
import type { DaemonSet, Pod } from './types';
import { writeWorkloadStatus } from './workloadStatus';

const REVISION = 'controller-revision-hash';

/** Keeps one pod on every node; there is one. */
export class DaemonSetReconciler {
  constructor(private readonly context: WorkloadContext) {}

  async reconcile(key: ObjectKey): Promise<ReconcileResult | void> {
    const { daemonSets, pods } = this.context.caches;
    const set = daemonSets.get(key);
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const own = pods.controlledBy(set);
    const hash = templateHash(set.spec.template);
    const isNew = (pod: Pod) => pod.metadata.labels?.[REVISION] === hash;

    const active = own.filter(isActive);
    for (const pod of own) {
      const ended = !pod.metadata.deletionTimestamp && !isActive(pod);
      const outdated = isActive(pod) && !isNew(pod);
      const surplus = isActive(pod) && active.indexOf(pod) > 0;
      if (ended || outdated || surplus) await this.remove(set, pod);
    }
    // The node is free for a new pod only when the old one has gone.
    if (own.length === 0) {
      const pod = await pods.create(
        podFromTemplate(
          set,
          set.spec.template,
          { generateName: `${set.metadata.name}-` },
          { labels: { [REVISION]: hash }, spec: { nodeName } },
        ),
      );
      this.note(set, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
    }
    return { requeueAfterMs: await this.report(set, isNew) };
  }

  private async report(set: DaemonSet, isNew: (pod: Pod) => boolean) {
    const { daemonSets, pods } = this.context.caches;
    const active = pods.controlledBy(set).filter(isActive);
    const { available, nextMs } = countPods(active, set.spec.minReadySeconds);
    const updated = active.filter(isNew).length;
    await writeWorkloadStatus(daemonSets, set, {
      currentNumberScheduled: Math.min(1, active.length),
      desiredNumberScheduled: 1,
      numberMisscheduled: 0,
      numberReady: active.filter(isReady).length,
      observedGeneration: set.metadata.generation,
      ...(updated > 0 && { updatedNumberScheduled: updated }),
      ...(available > 0 && { numberAvailable: available }),
      ...(available === 0 && { numberUnavailable: 1 }),
    });
    return nextMs;
  }

  private async remove(set: DaemonSet, pod: Pod) {
    await this.context.caches.pods.delete(pod);
    this.note(set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }

  private note(set: DaemonSet, reason: string, message: string) {
    this.context
      .recorder('daemonset-controller')
      .record(set, { type: 'Normal', reason, message });
  }
}
