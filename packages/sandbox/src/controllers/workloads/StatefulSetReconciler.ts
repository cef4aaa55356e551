import type { JsonObject, ObjectKey, ReconcileResult } from '../runtime';
import { isAlreadyExists } from '../runtime';
import type { WorkloadContext } from './context';
import { countPods, isActive, isReady, podFromTemplate } from './pods';
import { templateHash } from './templateHash';
import type { Pod, StatefulSet } from './types';
import { writeWorkloadStatus } from './workloadStatus';

const COMPONENT = 'statefulset-controller';
const REVISION = 'controller-revision-hash';

/** Keeps numbered pods, one after the other. */
export class StatefulSetReconciler {
  constructor(private readonly context: WorkloadContext) {}

  async reconcile(key: ObjectKey): Promise<ReconcileResult | void> {
    const { pods, statefulSets } = this.context.caches;
    const set = statefulSets.get(key);
    if (!set || set.metadata.deletionTimestamp) return undefined;
    await this.step(set, pods.controlledBy(set));
    return { requeueAfterMs: await this.report(set) };
  }

  /** One step towards what is wanted; the change of a pod wakes the next. */
  private async step(set: StatefulSet, own: Pod[]) {
    const { podManagementPolicy, replicas = 1, ordinals } = set.spec;
    const inOrder = podManagementPolicy !== 'Parallel';
    const first = ordinals?.start ?? 0;
    const wanted = Array.from({ length: replicas }, (_, i) => first + i);
    const byOrdinal = new Map(own.map(pod => [ordinalOf(pod), pod]));
    for (const ordinal of wanted) {
      const pod = byOrdinal.get(ordinal);
      if (!pod) await this.make(set, ordinal);
      else if (!pod.metadata.deletionTimestamp && !isActive(pod)) {
        await this.remove(set, pod);
      }
      if (inOrder && (!pod || !isActive(pod) || !isReady(pod))) return;
    }
    const surplus = own
      .filter(pod => !wanted.includes(ordinalOf(pod)))
      .sort((one, other) => ordinalOf(other) - ordinalOf(one));
    for (const pod of surplus) {
      if (!pod.metadata.deletionTimestamp) await this.remove(set, pod);
      if (inOrder) return;
    }
    await this.update(set, wanted, byOrdinal);
  }

  /** Replaces pods of an older template, the last first. */
  private async update(
    set: StatefulSet,
    wanted: number[],
    byOrdinal: Map<number, Pod>,
  ) {
    const { type = 'RollingUpdate', rollingUpdate } =
      set.spec.updateStrategy ?? {};
    if (type === 'OnDelete') return;
    const partition = rollingUpdate?.partition ?? 0;
    const revision = revisionOf(set);
    for (const ordinal of [...wanted].reverse()) {
      if (ordinal < partition) return;
      const pod = byOrdinal.get(ordinal);
      if (!pod || pod.metadata.deletionTimestamp) return;
      if (pod.metadata.labels?.[REVISION] !== revision) {
        await this.remove(set, pod);
        return;
      }
      if (!isReady(pod)) return;
    }
  }

  private async make(set: StatefulSet, ordinal: number) {
    const { caches } = this.context;
    const { name = '' } = set.metadata;
    const podName = `${name}-${ordinal}`;
    const claims = set.spec.volumeClaimTemplates ?? [];
    for (const template of claims) await this.claim(set, template, podName);
    const volumes = claims.map(({ metadata }) => ({
      name: metadata.name,
      persistentVolumeClaim: { claimName: `${metadata.name}-${podName}` },
    }));
    const given = set.spec.template.spec.volumes;
    await caches.pods.create(
      podFromTemplate(
        set,
        set.spec.template,
        { name: podName },
        {
          labels: {
            'apps.kubernetes.io/pod-index': String(ordinal),
            [REVISION]: revisionOf(set),
            'statefulset.kubernetes.io/pod-name': podName,
          },
          spec: {
            hostname: podName,
            ...(set.spec.serviceName && { subdomain: set.spec.serviceName }),
            ...(volumes.length > 0 && {
              volumes: [...(Array.isArray(given) ? given : []), ...volumes],
            }),
          },
        },
      ),
    );
    this.note(
      set,
      'SuccessfulCreate',
      `create Pod ${podName} in StatefulSet ${name} successful`,
    );
  }

  private async claim(
    set: StatefulSet,
    template: NonNullable<StatefulSet['spec']['volumeClaimTemplates']>[number],
    podName: string,
  ) {
    const { name: setName, namespace } = set.metadata;
    const name = `${template.metadata.name}-${podName}`;
    try {
      await this.context.client.create({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name,
          namespace,
          labels: {
            ...template.metadata.labels,
            ...set.spec.selector.matchLabels,
          },
        },
        spec: template.spec,
      });
    } catch (error) {
      // A claim outlives its pod; that is what it is for.
      if (isAlreadyExists(error)) return;
      throw error;
    }
    this.note(
      set,
      'SuccessfulCreate',
      `create Claim ${name} Pod ${podName} in StatefulSet ${setName} success`,
    );
  }

  private async remove(set: StatefulSet, pod: Pod) {
    await this.context.caches.pods.delete(pod);
    this.note(
      set,
      'SuccessfulDelete',
      `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
    );
  }

  private async report(set: StatefulSet): Promise<number | undefined> {
    const { pods, statefulSets } = this.context.caches;
    const own = pods.controlledBy(set);
    const active = own.filter(isActive);
    const counts = countPods(active, set.spec.minReadySeconds);
    const updateRevision = revisionOf(set);
    const updated = active.filter(
      ({ metadata }) => metadata.labels?.[REVISION] === updateRevision,
    ).length;
    const replicas = set.spec.replicas ?? 1;
    const done = updated === replicas && counts.ready === replicas;
    const { currentRevision = updateRevision } = set.status ?? {};
    const current = done ? updateRevision : currentRevision;
    const ofCurrent = active.filter(
      ({ metadata }) => metadata.labels?.[REVISION] === current,
    ).length;
    const numbers: JsonObject = {
      readyReplicas: counts.ready,
      currentReplicas: ofCurrent,
      updatedReplicas: updated,
    };
    await writeWorkloadStatus(statefulSets, set, {
      observedGeneration: set.metadata.generation,
      replicas: own.length,
      ...Object.fromEntries(
        Object.entries(numbers).filter(([, value]) => Number(value) > 0),
      ),
      availableReplicas: counts.available,
      currentRevision: current,
      updateRevision,
      collisionCount: 0,
    });
    return counts.nextMs;
  }

  private note(set: StatefulSet, reason: string, message: string) {
    this.context
      .recorder(COMPONENT)
      .record(set, { type: 'Normal', reason, message });
  }
}

function revisionOf(set: StatefulSet): string {
  return `${set.metadata.name}-${templateHash(set.spec.template)}`;
}

function ordinalOf({ metadata }: Pod): number {
  return Number(/-(\d+)$/.exec(metadata.name ?? '')?.[1] ?? -1);
}
