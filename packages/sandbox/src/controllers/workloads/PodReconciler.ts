import { isDeepStrictEqual } from 'node:util';
import type { EventNote, ObjectKey, ReconcileResult } from '../runtime';
import { isNotFound, refOf, wireTime } from '../runtime';
import { behaviourOf } from './behaviour';
import { nextStep, waitingStatus } from './containerLife';
import type { WorkloadContext } from './context';
import { podFinalizer } from './pods';
import {
  condition,
  nodeIp,
  nodeName,
  podAddress,
  podStatus,
  qosClassOf,
} from './podStatus';
import type { Container, ContainerStatus, Pod } from './types';
import { writeWorkloadStatus } from './workloadStatus';

const nodeLabels: Record<string, string | undefined> = {
  'kubernetes.io/hostname': nodeName,
  'kubernetes.io/os': 'linux',
  'kubernetes.io/arch': 'amd64',
};

/** When a container's present state ends. The state is part of it: another state, another clock. */
type Clock = { state: string; at: number; pullFailures: number };

/** Scheduler and kubelet in one: places pods and lives their containers' lives. */
export class PodReconciler {
  /** By the pod's uid, then the container's name. */
  private readonly clocks = new Map<string, Map<string, Clock>>();
  private readonly stopping = new Map<string, number>();

  constructor(private readonly context: WorkloadContext) {}

  async reconcile(key: ObjectKey): Promise<ReconcileResult | void> {
    const pod = this.context.caches.pods.get(key);
    if (!pod) return undefined;
    if (pod.metadata.deletionTimestamp) return this.end(pod);
    if (!pod.spec.nodeName) return this.schedule(pod);
    if (pod.spec.nodeName !== nodeName) return undefined;
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') {
      this.clocks.delete(pod.metadata.uid ?? '');
      return undefined;
    }
    return pod.status?.startTime ? this.live(pod) : this.admit(pod);
  }

  /** Forgets a pod that is gone. */
  forget(pod: Pod): void {
    this.clocks.delete(pod.metadata.uid ?? '');
    this.stopping.delete(pod.metadata.uid ?? '');
  }

  private async schedule(pod: Pod): Promise<ReconcileResult | void> {
    const { pods } = this.context.caches;
    const { nodeSelector = {} } = pod.spec;
    const fits = Object.entries(nodeSelector).every(
      ([name, value]) => value === nodeLabels[name],
    );
    if (!fits) {
      const message =
        "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
      const scheduled = condition(pod.status?.conditions, {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message,
      });
      const before = pod.status?.conditions ?? [];
      if (isDeepStrictEqual(before, [scheduled])) return undefined;
      await pods.updateStatus({
        ...pod,
        status: { ...pod.status, phase: 'Pending', conditions: [scheduled] },
      });
      this.note('default-scheduler', pod, {
        type: 'Warning',
        reason: 'FailedScheduling',
        message,
      });
      return undefined;
    }
    const { finalizers = [] } = pod.metadata;
    await pods.patch(pod, {
      metadata: { finalizers: [...new Set([...finalizers, podFinalizer])] },
      spec: { nodeName },
    });
    this.note('default-scheduler', pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${nodeName}`,
    });
    return { requeueAfterMs: 0 };
  }

  /** The kubelet takes the pod over. */
  private async admit(pod: Pod): Promise<ReconcileResult> {
    const { pods } = this.context.caches;
    const taken = new Set(pods.list().map(it => it.status?.podIP ?? ''));
    const podIP = podAddress(pod.metadata.uid ?? '', taken);
    const hasInit = (pod.spec.initContainers ?? []).length > 0;
    const reason = hasInit ? 'PodInitializing' : 'ContainerCreating';
    const placed: Pod = {
      ...pod,
      status: {
        ...pod.status,
        hostIP: nodeIp,
        hostIPs: [{ ip: nodeIp }],
        podIP,
        podIPs: [{ ip: podIP }],
        startTime: wireTime(),
        qosClass: qosClassOf(pod.spec),
      },
    };
    const main = pod.spec.containers.map(it => waitingStatus(it, reason));
    const init = (pod.spec.initContainers ?? []).map((it, position) =>
      waitingStatus(
        it,
        position === 0 ? 'ContainerCreating' : 'PodInitializing',
      ),
    );
    await writeWorkloadStatus(pods, placed, podStatus(placed, init, main));
    const starting = hasInit
      ? (pod.spec.initContainers ?? []).slice(0, 1)
      : pod.spec.containers;
    for (const container of starting) this.notePull(pod, container);
    return { requeueAfterMs: 0 };
  }

  /** Takes the steps that are due, and says when the next is. */
  private async live(pod: Pod): Promise<ReconcileResult> {
    const { pods } = this.context.caches;
    const { status = {} } = pod;
    const due: number[] = [];
    const notes: EventNote[] = [];
    const advance = (
      container: Container,
      now: ContainerStatus,
      init: boolean,
    ) => this.advance(pod, container, now, init, due, notes);

    let open = true;
    const init = (pod.spec.initContainers ?? []).map((container, position) => {
      let now =
        status.initContainerStatuses?.[position] ??
        waitingStatus(container, 'PodInitializing');
      if (!open) return now;
      now = this.open(pod, container, now);
      now = advance(container, now, true);
      open = now.started || now.state.terminated?.exitCode === 0;
      return now;
    });
    const main = pod.spec.containers.map((container, position) => {
      const now =
        status.containerStatuses?.[position] ??
        waitingStatus(container, 'PodInitializing');
      return open
        ? advance(container, this.open(pod, container, now), false)
        : now;
    });
    await writeWorkloadStatus(pods, pod, podStatus(pod, init, main));
    for (const note of notes) this.note('kubelet', pod, note);
    return due.length > 0 ? { requeueAfterMs: Math.min(...due) } : {};
  }

  /** Lets a container begin that had to wait for others. */
  private open(pod: Pod, container: Container, status: ContainerStatus) {
    if (status.state.waiting?.reason !== 'PodInitializing') return status;
    this.notePull(pod, container);
    return waitingStatus(container, 'ContainerCreating');
  }

  private advance(
    pod: Pod,
    container: Container,
    status: ContainerStatus,
    init: boolean,
    due: number[],
    notes: EventNote[],
  ): ContainerStatus {
    const uid = pod.metadata.uid ?? '';
    const clocks = this.clocks.get(uid) ?? new Map<string, Clock>();
    this.clocks.set(uid, clocks);
    let now = status;
    // An exit and what follows from it are two steps of one moment.
    for (let steps = 0; steps < 3; steps += 1) {
      const clock = clocks.get(container.name);
      const pullFailures = clock?.pullFailures ?? 0;
      const step = nextStep(
        {
          pod,
          container,
          behaviour: behaviourOf(container, pod.spec, init),
          timing: this.context.timing,
          pullFailures,
        },
        now,
      );
      if (step.afterMs === undefined) return now;
      const state = stateName(now);
      const at = clock?.state === state ? clock.at : Date.now() + step.afterMs;
      clocks.set(container.name, { state, at, pullFailures });
      const leftMs = at - Date.now();
      if (leftMs > 0) {
        due.push(leftMs);
        return now;
      }
      const result = step.next();
      notes.push(...result.events);
      now = result.status;
      if (now.state.waiting?.reason === 'ErrImagePull') {
        clocks.set(container.name, {
          state,
          at,
          pullFailures: pullFailures + 1,
        });
      }
    }
    due.push(0);
    return now;
  }

  /** Stops the containers, then lets the pod go. */
  private async end(pod: Pod): Promise<ReconcileResult | void> {
    const { uid = '', finalizers = [] } = pod.metadata;
    if (!finalizers.includes(podFinalizer)) return undefined;
    let at = this.stopping.get(uid);
    if (at === undefined) {
      const running = (pod.status?.containerStatuses ?? []).filter(
        ({ state }) => state.running,
      );
      for (const { name } of running) {
        this.note('kubelet', pod, {
          type: 'Normal',
          reason: 'Killing',
          message: `Stopping container ${name}`,
        });
      }
      at =
        Date.now() + (running.length > 0 ? this.context.timing.terminateMs : 0);
      this.stopping.set(uid, at);
    }
    const leftMs = at - Date.now();
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    const rest = finalizers.filter(it => it !== podFinalizer);
    try {
      await this.context.caches.pods.patch(pod, {
        metadata: {
          finalizers: rest,
          resourceVersion: pod.metadata.resourceVersion,
        },
      });
      // The grace period is over: nothing runs any more.
      await this.context.client.delete(refOf(pod), { gracePeriodSeconds: 0 });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    return undefined;
  }

  private notePull(pod: Pod, container: Container) {
    this.note('kubelet', pod, {
      type: 'Normal',
      reason: 'Pulling',
      message: `Pulling image "${container.image ?? ''}"`,
    });
  }

  private note(component: string, pod: Pod, note: EventNote) {
    this.context.recorder(component).record(pod, note);
  }
}

function stateName({ state, restartCount, ready }: ContainerStatus): string {
  return [
    state.waiting?.reason ?? (state.running ? 'running' : 'terminated'),
    restartCount,
    ready,
  ].join('/');
}
