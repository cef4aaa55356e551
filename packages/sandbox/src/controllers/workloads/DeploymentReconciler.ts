import type { ObjectKey, ReconcileResult } from '../runtime';
import { isAlreadyExists } from '../runtime';
import type { WorkloadContext } from './context';
import { deadlineIn, deploymentStatus, isComplete } from './deploymentStatus';
import { controllerRef } from './pods';
import {
  annotations,
  byAge,
  copiedAnnotations,
  findNewReplicaSet,
  hashLabel,
  revisionAnnotations,
  revisionOf,
} from './revisions';
import { newReplicas, oldReplicas, replicasOf, rolloutLimits } from './rollout';
import { templateHash } from './templateHash';
import type { Deployment, ReplicaSet } from './types';
import { withCondition, writeWorkloadStatus } from './workloadStatus';

const COMPONENT = 'deployment-controller';

/** Brings a Deployment's ReplicaSets to its template, a step per pass. */
export class DeploymentReconciler {
  constructor(private readonly context: WorkloadContext) {}

  async reconcile(key: ObjectKey): Promise<ReconcileResult | void> {
    const { deployments, replicaSets } = this.context.caches;
    let deployment = deployments.get(key);
    if (!deployment || deployment.metadata.deletionTimestamp) return undefined;
    const { paused } = deployment.spec;
    let current = findNewReplicaSet(deployment, this.setsOf(deployment));
    if (!paused) {
      [deployment, current] = await this.ensureNew(deployment, current);
      deployment = await this.copyRevision(deployment, current);
    }
    await this.scaleAll(deployment, current);

    const sets = replicaSets.controlledBy(deployment);
    current = findNewReplicaSet(deployment, sets);
    const status = deploymentStatus(deployment, current, sets);
    await writeWorkloadStatus(deployments, deployment, status);
    if (!paused && isComplete(deployment, status)) {
      await this.forgetOld(deployment, current);
    }
    const deadlineMs = deadlineIn(deployment, status.conditions);
    // A second more: the wire knows whole seconds only.
    return {
      requeueAfterMs: deadlineMs === undefined ? undefined : deadlineMs + 1000,
    };
  }

  private setsOf(deployment: Deployment): ReplicaSet[] {
    return this.context.caches.replicaSets
      .controlledBy(deployment)
      .filter(({ metadata }) => !metadata.deletionTimestamp)
      .sort(byAge);
  }

  private othersOf(deployment: Deployment, current?: ReplicaSet) {
    return this.setsOf(deployment).filter(
      ({ metadata }) => metadata.uid !== current?.metadata.uid,
    );
  }

  /** Finds or makes the ReplicaSet of the template and numbers it. */
  private async ensureNew(
    deployment: Deployment,
    found: ReplicaSet | undefined,
  ): Promise<[Deployment, ReplicaSet]> {
    const { deployments, replicaSets } = this.context.caches;
    const marks = {
      ...copiedAnnotations(deployment),
      ...revisionAnnotations(found, this.othersOf(deployment, found)),
      ...scaleMarks(deployment),
    };
    if (found) {
      const changed = Object.entries(marks).some(
        ([name, value]) => found.metadata.annotations?.[name] !== value,
      );
      return [
        deployment,
        changed
          ? await replicaSets.patch(found, { metadata: { annotations: marks } })
          : found,
      ];
    }
    const made = await this.make(deployment, marks);
    const conditions = withCondition(
      deployment.status?.conditions,
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetCreated',
        message: `Created new replica set "${made.metadata.name}"`,
      },
      { updateTime: true },
    );
    const status = { ...deployment.status, conditions };
    return [await deployments.updateStatus({ ...deployment, status }), made];
  }

  private async make(
    deployment: Deployment,
    marks: Record<string, string>,
  ): Promise<ReplicaSet> {
    const { deployments, replicaSets } = this.context.caches;
    const { metadata, spec, status = {} } = deployment;
    const { collisionCount } = status;
    const hash = templateHash(spec.template, collisionCount);
    const labels = { ...spec.template.metadata?.labels, [hashLabel]: hash };
    const wanted: ReplicaSet = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${metadata.name}-${hash}`,
        namespace: metadata.namespace,
        labels,
        annotations: marks,
        ownerReferences: [controllerRef(deployment)],
      },
      spec: {
        replicas: 0,
        ...(spec.minReadySeconds && { minReadySeconds: spec.minReadySeconds }),
        selector: {
          ...spec.selector,
          matchLabels: { ...spec.selector.matchLabels, [hashLabel]: hash },
        },
        template: {
          ...spec.template,
          metadata: { ...spec.template.metadata, labels },
        },
      },
    };
    wanted.spec.replicas = newReplicas(
      deployment,
      wanted,
      this.setsOf(deployment),
    );
    if (spec.strategy?.type === 'Recreate' && this.busyOld(deployment)) {
      wanted.spec.replicas = 0;
    }
    try {
      const made = await replicaSets.create(wanted);
      this.noteScale(deployment, made, 0, replicasOf(made));
      return made;
    } catch (error) {
      // The name is another's: the next pass takes another hash.
      if (isAlreadyExists(error)) {
        await deployments.updateStatus({
          ...deployment,
          status: { ...status, collisionCount: (collisionCount ?? 0) + 1 },
        });
      }
      throw error;
    }
  }

  private async copyRevision(
    deployment: Deployment,
    current: ReplicaSet,
  ): Promise<Deployment> {
    const revision = revisionOf(current);
    if (revisionOf(deployment) === revision) return deployment;
    return this.context.caches.deployments.patch(deployment, {
      metadata: { annotations: { [annotations.revision]: String(revision) } },
    });
  }

  private async scaleAll(deployment: Deployment, current?: ReplicaSet) {
    const old = this.othersOf(deployment, current);
    if (deployment.spec.paused || !current) {
      // Paused: no template is rolled out, but the number is still kept.
      const only = [...old, ...(current ? [current] : [])].filter(
        set => replicasOf(set) > 0,
      );
      const subject = only.length > 0 ? only : [current ?? old.at(-1)];
      if (subject.length === 1 && subject[0]) {
        await this.scale(deployment, subject[0], deployment.spec.replicas ?? 1);
      }
      return;
    }
    if (deployment.spec.strategy?.type === 'Recreate') {
      for (const set of old) await this.scale(deployment, set, 0);
      if (this.busyOld(deployment, current)) return;
    }
    const wanted = newReplicas(deployment, current, old);
    if (wanted !== replicasOf(current)) {
      await this.scale(deployment, current, wanted);
      return;
    }
    for (const [set, count] of oldReplicas(deployment, current, old)) {
      await this.scale(deployment, set, count);
    }
  }

  /** Whether pods of another template still run. */
  private busyOld(deployment: Deployment, current?: ReplicaSet): boolean {
    const { pods } = this.context.caches;
    return this.othersOf(deployment, current).some(set =>
      pods
        .controlledBy(set)
        .some(
          ({ status }) =>
            status?.phase !== 'Failed' && status?.phase !== 'Succeeded',
        ),
    );
  }

  private async scale(deployment: Deployment, set: ReplicaSet, count: number) {
    const before = replicasOf(set);
    if (before === count) return;
    await this.context.caches.replicaSets.patch(set, {
      metadata: { annotations: scaleMarks(deployment) },
      spec: { replicas: count },
    });
    this.noteScale(deployment, set, before, count);
  }

  private noteScale(
    deployment: Deployment,
    set: ReplicaSet,
    from: number,
    to: number,
  ) {
    if (from === to) return;
    this.context.recorder(COMPONENT).record(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${to > from ? 'up' : 'down'} replica set ${
        set.metadata.name
      } from ${from} to ${to}`,
    });
  }

  /** Deletes the oldest empty ReplicaSets beyond the history that is kept. */
  private async forgetOld(deployment: Deployment, current?: ReplicaSet) {
    const limit = deployment.spec.revisionHistoryLimit ?? 10;
    const old = this.othersOf(deployment, current);
    const empty = old
      .filter(set => replicasOf(set) === 0 && (set.status?.replicas ?? 0) === 0)
      .sort((one, other) => revisionOf(one) - revisionOf(other));
    for (const set of empty.slice(0, Math.max(0, old.length - limit))) {
      await this.context.caches.replicaSets.delete(set);
    }
  }
}

function scaleMarks(deployment: Deployment): Record<string, string> {
  const wanted = deployment.spec.replicas ?? 1;
  return {
    [annotations.desired]: String(wanted),
    [annotations.max]: String(wanted + rolloutLimits(deployment).surge),
  };
}
