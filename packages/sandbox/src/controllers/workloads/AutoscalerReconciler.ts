import type { InformerPool, ObjectKey } from '../runtime';
import { refOf, setConditions } from '../runtime';
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, KubernetesObject, Condition } from '../runtime';
import { judgeMetrics } from './autoscalerMetrics';
import type { WorkloadContext } from './context';

type Target = { apiVersion: string; kind: string; name: string };

/**
 * Keeps a target within an autoscaler's bounds. Nothing runs, so what runs uses nothing: where the
 * metrics asked for can be had, the least is enough.
 */
export class AutoscalerReconciler {
  constructor(
    private readonly context: WorkloadContext,
    private readonly pool: InformerPool,
  ) {}

  async reconcile(key: ObjectKey): Promise<void> {
    const { client, recorder } = this.context;
    const scaler = this.pool
      .of('autoscaling/v2', 'HorizontalPodAutoscaler')
      .get(key);
    if (!scaler || scaler.metadata.deletionTimestamp) return;
    const ref = scaler.spec?.scaleTargetRef as Target;
    const target = this.targetOf(ref, key.namespace);
    if (!target) {
      await this.report(scaler, undefined, []);
      return;
    }
    const current = Number(target.spec?.replicas ?? 1);
    const least = Number(scaler.spec?.minReplicas ?? 1);
    const most = Number(scaler.spec?.maxReplicas ?? current);
    const verdict = judgeMetrics(scaler, target);
    const wanted = verdict.found ? least : Math.max(least, current);
    // Zero means that somebody switched the autoscaling off.
    const desired = current === 0 ? 0 : Math.min(most, wanted);
    if (desired !== current) {
      await client.patch(refOf(target), { spec: { replicas: desired } });
      const why =
        desired > current
          ? 'Current number of replicas below Spec.MinReplicas'
          : 'Current number of replicas above Spec.MaxReplicas';
      recorder('horizontal-pod-autoscaler').record(scaler, {
        type: 'Normal',
        reason: 'SuccessfulRescale',
        message: `New size: ${desired}; reason: ${why}`,
      });
    }
    await this.report(
      scaler,
      target,
      [
        {
          type: 'AbleToScale',
          status: 'True',
          reason: 'SucceededGetScale',
          message:
            "the HPA controller was able to get the target's current scale",
        },
        ...verdict.conditions,
      ],
      desired,
    );
  }

  /** The autoscalers of a workload that changed. */
  scalersOf({ kind, metadata }: KubernetesObject): ObjectKey[] {
    return this.pool
      .of('autoscaling/v2', 'HorizontalPodAutoscaler')
      .list(metadata.namespace)
      .filter(({ spec }) => {
        const ref = spec?.scaleTargetRef as Target | undefined;
        return ref?.kind === kind && ref.name === metadata.name;
      })
      .map(it => ({
        namespace: it.metadata.namespace,
        name: it.metadata.name ?? '',
      }));
  }

  private targetOf(ref: Target, namespace?: string) {
    const { caches } = this.context;
    const key = { namespace, name: ref.name };
    if (ref.kind === 'Deployment') return caches.deployments.get(key);
    if (ref.kind === 'StatefulSet') return caches.statefulSets.get(key);
    return undefined;
  }

  private async report(
    scaler: KubernetesObject,
    target: KubernetesObject | undefined,
    given: Omit<Condition, 'lastTransitionTime'>[],
    desired = 0,
  ) {
    const ref = scaler.spec?.scaleTargetRef as Target;
    const plural = `${ref.kind.toLowerCase()}s`;
    const changes: typeof given = target
      ? given
      : [
          {
            type: 'AbleToScale',
            status: 'False',
            reason: 'FailedGetScale',
            message: `the HPA controller was unable to get the target's current scale: ${plural}.apps "${ref.name}" not found`,
          },
        ];
    const before = scaler.status?.conditions as unknown as
      | Condition[]
      | undefined;
    const status = {
      ...scaler.status,
      currentReplicas: Number(target?.status?.replicas ?? 0),
      desiredReplicas: desired,
      conditions: setConditions(before, changes) as unknown as JsonObject[],
    };
    if (isDeepStrictEqual(status, scaler.status)) return;
    await this.context.client.updateStatus({ ...scaler, status });
  }
}
