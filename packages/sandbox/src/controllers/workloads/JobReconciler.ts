import type { EventNote, ObjectKey, ReconcileResult } from '../runtime';
import { wireTime } from '../runtime';
import { backoff } from './containerLife';
import type { WorkloadContext } from './context';
import { isActive, isReady, podFromTemplate } from './pods';
import type { Job, Pod, WorkloadCondition } from './types';
import { writeWorkloadStatus } from './workloadStatus';

/** Whether and how a Job has ended. */
export function jobOutcome(job: Job): 'Complete' | 'Failed' | undefined {
  const ended = job.status?.conditions?.find(
    ({ type, status }) =>
      status === 'True' && (type === 'Complete' || type === 'Failed'),
  );
  return ended?.type as 'Complete' | 'Failed' | undefined;
}

type Verdict = {
  outcome: 'Complete' | 'Failed';
  reason: string;
  message: string;
};

/** Runs pods until enough of them succeeded or too many failed. */
export class JobReconciler {
  constructor(private readonly context: WorkloadContext) {}

  async reconcile(key: ObjectKey): Promise<ReconcileResult | void> {
    const { jobs, pods } = this.context.caches;
    const job = jobs.get(key);
    if (!job || job.metadata.deletionTimestamp) return undefined;
    if (jobOutcome(job)) return this.expire(job);
    const own = pods.controlledBy(job);
    const failed = own.filter(({ status }) => status?.phase === 'Failed');
    const succeeded = own.filter(({ status }) => status?.phase === 'Succeeded');
    let active = own.filter(isActive);

    const verdict = this.judge(job, active, failed.length, succeeded.length);
    if (verdict || job.spec.suspend) {
      for (const pod of active) await this.remove(job, pod);
      active = [];
    }
    const wanted = Math.min(
      job.spec.parallelism ?? 1,
      Math.max(0, completionsOf(job) - succeeded.length),
    );
    const waitMs = this.failureWait(failed);
    if (!verdict && !job.spec.suspend && waitMs === 0) {
      while (active.length < wanted) active.push(await this.make(job));
      for (const pod of active.splice(wanted)) await this.remove(job, pod);
    }
    await this.report(job, { active, failed, succeeded }, verdict);
    const waits = [waitMs, this.deadlineIn(job)].filter(
      it => it !== undefined && it > 0,
    );
    return {
      requeueAfterMs:
        waits.length > 0 ? Math.min(...waits.map(Number)) : undefined,
    };
  }

  private judge(
    job: Job,
    active: Pod[],
    failed: number,
    succeeded: number,
  ): Verdict | undefined {
    if (succeeded >= completionsOf(job)) {
      return {
        outcome: 'Complete',
        reason: 'CompletionsReached',
        message: 'Reached expected number of succeeded pods',
      };
    }
    const restarts = active
      .flatMap(({ status }) => status?.containerStatuses ?? [])
      .reduce((sum, { restartCount }) => sum + restartCount, 0);
    const limit = job.spec.backoffLimit ?? 6;
    const onFailure = job.spec.template.spec.restartPolicy === 'OnFailure';
    if (failed > limit || (onFailure && restarts > 0 && restarts >= limit)) {
      return {
        outcome: 'Failed',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
      };
    }
    if (this.deadlineIn(job) === 0) {
      return {
        outcome: 'Failed',
        reason: 'DeadlineExceeded',
        message: 'Job was active longer than specified deadline',
      };
    }
    return undefined;
  }

  private deadlineIn(job: Job): number | undefined {
    const seconds = job.spec.activeDeadlineSeconds;
    const { startTime } = job.status ?? {};
    if (seconds === undefined || !startTime) return undefined;
    return Math.max(0, Date.parse(startTime) + seconds * 1000 - Date.now());
  }

  /** After failures the next pod waits 10, 20, 40 … seconds. */
  private failureWait(failed: Pod[]): number {
    if (failed.length === 0) return 0;
    const ends = failed.flatMap(({ status }) =>
      (status?.containerStatuses ?? []).map(({ state }) =>
        Date.parse(state.terminated?.finishedAt ?? ''),
      ),
    );
    const last = Math.max(0, ...ends.filter(Number.isFinite));
    const delay = backoff(this.context.timing, failed.length);
    return Math.max(0, last + delay - Date.now());
  }

  private async make(job: Job): Promise<Pod> {
    const { name = '', uid = '' } = job.metadata;
    const pod = await this.context.caches.pods.create(
      podFromTemplate(
        job,
        job.spec.template,
        { generateName: `${name}-` },
        {
          labels: {
            'batch.kubernetes.io/controller-uid': uid,
            'batch.kubernetes.io/job-name': name,
            'controller-uid': uid,
            'job-name': name,
          },
        },
      ),
    );
    this.note(job, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
    return pod;
  }

  private async remove(job: Job, pod: Pod) {
    await this.context.caches.pods.delete(pod);
    this.note(job, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }

  private async report(
    job: Job,
    own: { active: Pod[]; failed: Pod[]; succeeded: Pod[] },
    verdict: Verdict | undefined,
  ) {
    const before = job.status ?? {};
    const suspended = Boolean(job.spec.suspend);
    const wasSuspended = before.conditions?.some(
      ({ type, status }) => type === 'Suspended' && status === 'True',
    );
    let conditions = before.conditions ?? [];
    const put = (
      type: string,
      status: 'True' | 'False',
      reason: string,
      message: string,
    ) => {
      const now = wireTime();
      const next: WorkloadCondition = {
        type,
        status,
        lastProbeTime: now,
        lastTransitionTime: now,
        reason,
        message,
      };
      conditions = [...conditions.filter(it => it.type !== type), next];
    };
    if (verdict) {
      const { outcome, reason, message } = verdict;
      const target =
        outcome === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
      put(target, 'True', reason, message);
      put(outcome, 'True', reason, message);
    } else if (suspended && !wasSuspended) {
      put('Suspended', 'True', 'JobSuspended', 'Job suspended');
      this.note(job, 'Suspended', 'Job suspended');
    } else if (!suspended && wasSuspended) {
      put('Suspended', 'False', 'JobResumed', 'Job resumed');
      this.note(job, 'Resumed', 'Job resumed');
    }
    const counts = {
      active: own.active.length,
      succeeded: own.succeeded.length,
      failed: own.failed.length,
    };
    const startTime = suspended ? undefined : before.startTime ?? wireTime();
    await writeWorkloadStatus(this.context.caches.jobs, job, {
      ...(startTime && { startTime }),
      ...(verdict?.outcome === 'Complete' && { completionTime: wireTime() }),
      ...Object.fromEntries(
        Object.entries(counts).filter(([, count]) => count > 0),
      ),
      ready: own.active.filter(isReady).length,
      terminating: 0,
      uncountedTerminatedPods: {},
      ...(conditions.length > 0 && { conditions }),
    } as Job['status']);
    if (verdict?.outcome === 'Complete') {
      this.note(job, 'Completed', 'Job completed');
    } else if (verdict) {
      this.note(job, verdict.reason, verdict.message, 'Warning');
    }
  }

  /** Deletes a finished Job once its time is over. */
  private async expire(job: Job): Promise<ReconcileResult | void> {
    const seconds = job.spec.ttlSecondsAfterFinished;
    if (seconds === undefined) return undefined;
    const ended = job.status?.conditions?.find(({ type }) =>
      ['Complete', 'Failed'].includes(type),
    );
    const leftMs =
      Date.parse(ended?.lastTransitionTime ?? '') + seconds * 1000 - Date.now();
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    await this.context.caches.jobs.delete(job);
    return undefined;
  }

  private note(
    job: Job,
    reason: string,
    message: string,
    type: EventNote['type'] = 'Normal',
  ) {
    this.context
      .recorder('job-controller')
      .record(job, { type, reason, message });
  }
}

/** How many pods must succeed; a Job that names none is content with one. */
function completionsOf({ spec }: Job): number {
  return spec.completions ?? 1;
}
