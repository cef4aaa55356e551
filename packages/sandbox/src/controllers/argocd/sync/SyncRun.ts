import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../../runtime';
import type { ArgoParts } from '../ArgoParts';
import { healthOf } from '../health/healthOf';
import type { OperationPhase } from '../types';
import { buildTasks } from './buildTasks';
import { deleteObject, runTasks, type StepOutcome } from './runTasks';
import type { SyncRequest } from './SyncRequest';
import {
  hasDeletePolicy,
  isCompleted,
  isFailed,
  isMultiStep,
  isPending,
  isPrune,
  isRunning,
  labelOf,
  type SyncTask,
} from './SyncTask';
import { TaskResults } from './TaskResults';

/**
 * One look at a running synchronisation, and its next step if that is due. All
 * that has to be remembered is in the results, which the Application keeps, so
 * that it goes on after a restart.
 */
export class SyncRun {
  phase: OperationPhase = 'Running';
  message = '';
  readonly results: TaskResults;

  constructor(
    private readonly parts: ArgoParts,
    private readonly request: SyncRequest,
    private readonly signal: AbortSignal,
  ) {
    this.results = new TaskResults(request.state.syncResult?.resources ?? []);
  }

  /** Takes the next step. */
  async sync(): Promise<void> {
    const { tasks, invalid } = await buildTasks(this.parts, this.request);
    if (invalid.length > 0) {
      for (const { task, message } of invalid) {
        this.results.set(
          task,
          { status: 'SyncFailed', message },
          this.request.app.spec.destination.namespace,
        );
      }
      const reasons = invalid.map(it => it.reason).join(', ');
      this.end(
        'Failed',
        `one or more synchronization tasks are not valid: ${reasons}`,
      );
      return;
    }
    if (this.request.sync.dryRun) {
      await this.step(tasks.filter(isPending));
      if (!tasks.some(isFailed)) {
        this.end('Succeeded', 'successfully synced (no more tasks)');
      } else
        this.end('Failed', 'one or more objects failed to apply (dry run)');
      return;
    }
    this.observe(tasks);
    const multiStep = isMultiStep(tasks);
    const waiting = tasks.filter(
      task => (multiStep || task.hook) && isRunning(task),
    );
    if (waiting.length > 0) {
      this.wait(waiting, false);
      return;
    }
    const leaving = tasks.filter(
      task => task.result?.status === 'Pruned' && this.isStillThere(task.live),
    );
    if (leaving.length > 0) {
      this.wait(leaving, true);
      return;
    }
    const rescue = tasks.filter(task => task.phase === 'SyncFail');
    const regular = tasks.filter(task => task.phase !== 'SyncFail');
    if (regular.some(isFailed)) {
      await this.deleteHooks(tasks, 'HookFailed');
      await this.fail(
        rescue,
        regular,
        'one or more synchronization tasks completed unsuccessfully',
      );
      return;
    }
    await this.next(tasks, rescue, regular);
  }

  /** Ends the synchronisation early: running hooks are deleted. */
  async terminate(): Promise<void> {
    const { tasks } = await buildTasks(this.parts, this.request);
    for (const task of tasks) {
      if (!task.hook || !task.live) continue;
      const { phase, message } = hookState(task.live);
      if (phase === 'Running') {
        await deleteObject(this.parts, task.live);
        this.results.set(task, { hookPhase: 'Failed', message: 'Terminated' });
      } else this.results.set(task, { hookPhase: phase, message });
    }
    this.end('Failed', 'Operation terminated');
  }

  private async next(
    all: SyncTask[],
    rescue: SyncTask[],
    regular: SyncTask[],
  ): Promise<void> {
    const onlyDiffering = this.request.syncOptions.includes(
      'ApplyOutOfSyncOnly=true',
    );
    const pending = regular
      .filter(isPending)
      .filter(task => !onlyDiffering || task.hook || this.differs(task));
    const [first] = pending;
    if (!first) {
      await this.deleteHooks(all, 'HookSucceeded');
      this.end('Succeeded', 'successfully synced (no more tasks)');
      return;
    }
    const isNow = (task: SyncTask) =>
      task.phase === first.phase && task.wave === first.wave;
    const now = pending.filter(isNow);
    // Ordinary resources of the last step need not become healthy.
    const remaining = pending.filter(task => !isNow(task) || task.hook);
    const outcome = await this.step(now);
    if (outcome === 'failed') {
      await this.deleteHooks(all, 'HookFailed');
      await this.fail(rescue, regular, 'one or more objects failed to apply');
      return;
    }
    const isLast = !pending.some(task => !isNow(task));
    if (!isLast || now.some(task => task.hook && outcome === 'pending')) {
      await sleep(this.parts.timing.waveDelayMs, undefined, {
        signal: this.signal,
      });
    }
    if (outcome === 'pending') {
      this.wait(
        now.filter(task => task.hook && task.live),
        true,
      );
    } else if (remaining.length === 0) {
      await this.deleteHooks(all, 'HookSucceeded');
      this.end('Succeeded', 'successfully synced (all tasks run)');
    } else this.wait(now, false);
  }

  /** Looks how hooks and resources that were applied are doing. */
  private observe(tasks: SyncTask[]): void {
    for (const task of tasks.filter(isRunning)) {
      if (!task.live) continue;
      if (task.hook) {
        const { phase, message } = hookState(task.live);
        this.results.set(task, { hookPhase: phase, message });
        continue;
      }
      const health = healthOf(task.live);
      const { message } = task.result ?? {};
      if (!health || health.status === 'Healthy') {
        this.results.set(task, { hookPhase: 'Succeeded', message });
      } else if (health.status === 'Degraded') {
        this.results.set(task, {
          hookPhase: 'Failed',
          message: health.message,
        });
      }
    }
  }

  /** Runs the hooks for failures first, if there are any. */
  private async fail(
    rescue: SyncTask[],
    regular: SyncTask[],
    message: string,
  ): Promise<void> {
    const whole = withReasons(message, regular);
    if (rescue.length === 0 || rescue.every(isCompleted)) {
      this.end('Failed', whole);
      return;
    }
    const outcome = await this.step(rescue.filter(isPending));
    if (outcome === 'failed') this.end('Failed', withReasons(message, rescue));
    else this.wait(rescue, false);
  }

  private step(tasks: SyncTask[]): Promise<StepOutcome> {
    return runTasks(this.parts, this.request, this.results, tasks);
  }

  private async deleteHooks(
    tasks: SyncTask[],
    policy: 'HookSucceeded' | 'HookFailed',
  ): Promise<void> {
    for (const task of tasks) {
      if (!task.live || !isCompleted(task)) continue;
      if (hasDeletePolicy(task, policy)) {
        await deleteObject(this.parts, task.live);
      }
    }
  }

  private wait(tasks: SyncTask[], forDeletion: boolean): void {
    const hooks = tasks.filter(task => task.hook);
    const [first] = hooks.length > 0 ? hooks : tasks;
    this.phase = 'Running';
    if (!first) return;
    const what = forDeletion
      ? `deletion of${first.hook ? ' hook' : ''}`
      : `${first.hook ? 'completion of hook' : 'healthy state of'}`;
    const more = tasks.length - 1;
    const others = more > 0 ? ` and ${more} more ${kindsOf(first)}` : '';
    this.message = `waiting for ${what} ${labelOf(first)}${others}`;
  }

  private end(phase: OperationPhase, message: string): void {
    this.phase = phase;
    this.message = message;
  }

  private differs(task: SyncTask): boolean {
    if (isPrune(task) || !task.live) return true;
    return this.request.comparison.compared.some(
      ({ target, modified }) => modified && target === task.target,
    );
  }

  private isStillThere(live: KubernetesObject | undefined): boolean {
    if (!live) return false;
    const { apiVersion, kind, metadata } = live;
    const { namespace, name = '', uid } = metadata;
    const now = this.parts.live.get({ apiVersion, kind, namespace, name });
    return now?.metadata.uid === uid;
  }
}

/** A hook's phase is its health's; a kind that has none has done its work once it exists. */
function hookState(live: KubernetesObject): {
  phase: OperationPhase;
  message?: string;
} {
  const health = healthOf(live);
  const message = health?.message;
  switch (health?.status) {
    case 'Degraded':
    case 'Unknown':
      return { phase: 'Failed', message };
    case 'Progressing':
    case 'Suspended':
      return { phase: 'Running', message };
    default:
      return { phase: 'Succeeded', message };
  }
}

function kindsOf(task: SyncTask): string {
  return task.hook ? 'hooks' : 'resources';
}

function withReasons(message: string, tasks: SyncTask[]): string {
  const reasons = tasks
    .filter(task => task.result?.status === 'SyncFailed')
    .map(task => task.result?.message);
  return reasons.length > 0
    ? `${message}, reason: ${reasons.join(',')}`
    : message;
}
