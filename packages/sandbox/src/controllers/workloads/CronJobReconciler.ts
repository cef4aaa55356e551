import { CronTime } from 'cron';
import type { EventNote, ObjectKey, ReconcileResult } from '../runtime';
import { isAlreadyExists, refOf, wireTime } from '../runtime';
import type { WorkloadContext } from './context';
import { jobOutcome } from './JobReconciler';
import { messageOf } from './podOrder';
import { controllerRef } from './pods';
import type { CronJob, Job } from './types';
import { writeWorkloadStatus } from './workloadStatus';

/** Timers cannot wait longer than 24 days; half a day is plenty. */
const MAX_WAIT_MS = 12 * 3600 * 1000;
/** So many missed runs are looked through, as by the real one. */
const MAX_MISSED = 100;

/** Makes a Job of a CronJob's template whenever its schedule says so. */
export class CronJobReconciler {
  constructor(private readonly context: WorkloadContext) {}

  async reconcile(key: ObjectKey): Promise<ReconcileResult | void> {
    const { cronJobs, jobs } = this.context.caches;
    const cron = cronJobs.get(key);
    if (!cron || cron.metadata.deletionTimestamp) return undefined;
    const own = jobs
      .controlledBy(cron)
      .filter(({ metadata }) => !metadata.deletionTimestamp);
    await this.cleanUp(cron, own);
    let lastScheduleTime = cron.status?.lastScheduleTime;
    let wait: number | undefined;
    if (!cron.spec.suspend) {
      const plan = this.plan(cron);
      if (!plan) return undefined;
      wait = plan.nextMs;
      if (plan.due && (await this.run(cron, own, plan.due))) {
        lastScheduleTime = wireTime(plan.due);
      }
    }
    await this.report(cron, lastScheduleTime);
    return {
      requeueAfterMs:
        wait === undefined ? undefined : Math.min(wait, MAX_WAIT_MS),
    };
  }

  /** The latest moment that has passed without a run, and how long until the next. */
  private plan(cron: CronJob): { due?: Date; nextMs: number } | undefined {
    const { schedule, timeZone, startingDeadlineSeconds } = cron.spec;
    let time: CronTime;
    try {
      time = new CronTime(schedule, timeZone ?? 'Etc/UTC');
    } catch (error) {
      this.note(
        cron,
        'UnparseableSchedule',
        `unparseable schedule: ${JSON.stringify(schedule)} : ${messageOf(
          error,
        )}`,
        'Warning',
      );
      return undefined;
    }
    const now = Date.now();
    const earliest =
      startingDeadlineSeconds === undefined
        ? 0
        : now - startingDeadlineSeconds * 1000;
    const last =
      cron.status?.lastScheduleTime ?? cron.metadata.creationTimestamp ?? '';
    let from = new Date(Math.max(Date.parse(last), earliest));
    let due: Date | undefined;
    for (let missed = 0; ; missed += 1) {
      const next = time.getNextDateFrom(from, timeZone ?? 'Etc/UTC').toJSDate();
      if (next.getTime() > now) return { due, nextMs: next.getTime() - now };
      due = next;
      from = next;
      if (missed === MAX_MISSED) {
        this.note(
          cron,
          'TooManyMissedTimes',
          `too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew`,
          'Warning',
        );
        from = new Date(now - 24 * 3600 * 1000);
        if (from < next) from = next;
      }
    }
  }

  /** @returns whether the moment is dealt with */
  private async run(cron: CronJob, own: Job[], at: Date): Promise<boolean> {
    const { jobs } = this.context.caches;
    const active = own.filter(job => !jobOutcome(job));
    const { concurrencyPolicy } = cron.spec;
    if (concurrencyPolicy === 'Forbid' && active.length > 0) {
      this.note(
        cron,
        'JobAlreadyActive',
        'Not starting job because prior execution is running and concurrency policy is Forbid',
      );
      return false;
    }
    if (concurrencyPolicy === 'Replace') {
      for (const job of active) await this.remove(cron, job);
    }
    const { metadata = {}, spec } = cron.spec.jobTemplate;
    const name = `${cron.metadata.name}-${Math.floor(at.getTime() / 60_000)}`;
    try {
      await jobs.create({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name,
          namespace: cron.metadata.namespace,
          labels: metadata.labels,
          annotations: {
            ...metadata.annotations,
            'batch.kubernetes.io/cronjob-scheduled-timestamp': wireTime(at),
          },
          ownerReferences: [controllerRef(cron)],
        },
        spec,
      });
    } catch (error) {
      if (isAlreadyExists(error)) return true;
      this.note(
        cron,
        'FailedCreate',
        `Error creating job: ${messageOf(error)}`,
        'Warning',
      );
      throw error;
    }
    this.note(cron, 'SuccessfulCreate', `Created job ${name}`);
    return true;
  }

  /** Keeps the last few finished Jobs of each outcome. */
  private async cleanUp(cron: CronJob, own: Job[]) {
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } =
      cron.spec;
    const limits = {
      Complete: successfulJobsHistoryLimit,
      Failed: failedJobsHistoryLimit,
    };
    for (const outcome of ['Complete', 'Failed'] as const) {
      const ended = own
        .filter(job => jobOutcome(job) === outcome)
        .sort(byStart);
      const surplus = ended.slice(
        0,
        Math.max(0, ended.length - limits[outcome]),
      );
      for (const job of surplus) await this.remove(cron, job);
    }
  }

  private async remove(cron: CronJob, job: Job) {
    await this.context.caches.jobs.delete(job);
    this.note(cron, 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  }

  private async report(cron: CronJob, lastScheduleTime: string | undefined) {
    const { cronJobs, jobs } = this.context.caches;
    const own = jobs.controlledBy(cron);
    const active = own.filter(job => !jobOutcome(job));
    const before = cron.status?.active ?? [];
    for (const { name } of before) {
      const job = own.find(it => it.metadata.name === name);
      const outcome = job && jobOutcome(job);
      if (!outcome) continue;
      this.note(
        cron,
        'SawCompletedJob',
        `Saw completed job: ${name}, condition: ${outcome}`,
      );
    }
    const successes = own
      .map(job => job.status?.completionTime ?? '')
      .filter(Boolean)
      .sort();
    const lastSuccessfulTime =
      successes.at(-1) ?? cron.status?.lastSuccessfulTime;
    await writeWorkloadStatus(cronJobs, cron, {
      ...(active.length > 0 && {
        active: active.map(job => ({
          ...refOf(job),
          uid: job.metadata.uid,
        })),
      }),
      ...(lastScheduleTime && { lastScheduleTime }),
      ...(lastSuccessfulTime && { lastSuccessfulTime }),
    });
  }

  private note(
    cron: CronJob,
    reason: string,
    message: string,
    type: EventNote['type'] = 'Normal',
  ) {
    this.context
      .recorder('cronjob-controller')
      .record(cron, { type, reason, message });
  }
}

function byStart(one: Job, other: Job): number {
  const at = (job: Job) => job.status?.startTime ?? '';
  return at(one).localeCompare(at(other));
}
