import type { KubeObject } from '../../types';
import {
  age,
  listOf,
  numberAt,
  type Part,
  since,
  textAt,
  valueOf,
} from './cells';

/** What the containers of a pod come to. */
interface Tally {
  reason: string;
  restarts: number;
  ready: number;
  lastRestart: string;
}

function hasCondition(pod: KubeObject, type: string): boolean {
  return listOf(pod, 'status.conditions').some(
    one => one.type === type && one.status === 'True',
  );
}

/** `ExitCode:1` or `Signal:9`, for containers that ended without a reason. */
function ending(terminated: Part): string {
  const signal = numberAt(terminated, 'signal');
  return signal !== 0
    ? `Signal:${signal}`
    : `ExitCode:${numberAt(terminated, 'exitCode')}`;
}

function countRestarts(tally: Tally, status: Part): void {
  tally.restarts += numberAt(status, 'restartCount');
  const finished = textAt(status, 'lastState.terminated.finishedAt');
  if (finished > tally.lastRestart) tally.lastRestart = finished;
}

/** Whether the pod still works on its init containers. */
function tallyInit(pod: KubeObject, tally: Tally): boolean {
  const specs = listOf(pod, 'spec.initContainers');
  const statuses = listOf(pod, 'status.initContainerStatuses');
  for (const [index, status] of statuses.entries()) {
    countRestarts(tally, status);
    const terminated = valueOf(status, 'state.terminated') as Part | undefined;
    const spec = specs.find(one => one.name === status.name);
    if (terminated && numberAt(terminated, 'exitCode') === 0) continue;
    if (spec?.restartPolicy === 'Always' && status.started === true) {
      if (status.ready === true) tally.ready++;
      continue;
    }
    const waiting = textAt(status, 'state.waiting.reason');
    if (terminated) {
      const reason = textAt(terminated, 'reason');
      tally.reason = `Init:${reason || ending(terminated)}`;
    } else if (waiting && waiting !== 'PodInitializing') {
      tally.reason = `Init:${waiting}`;
    } else {
      tally.reason = `Init:${index}/${specs.length}`;
    }
    return true;
  }
  return false;
}

function tallyMain(pod: KubeObject, tally: Tally): void {
  let running = false;
  const statuses = listOf(pod, 'status.containerStatuses');
  for (const status of [...statuses].reverse()) {
    countRestarts(tally, status);
    const waiting = textAt(status, 'state.waiting.reason');
    const terminated = valueOf(status, 'state.terminated') as Part | undefined;
    if (waiting) tally.reason = waiting;
    else if (terminated) {
      tally.reason = textAt(terminated, 'reason') || ending(terminated);
    } else if (status.ready === true && valueOf(status, 'state.running')) {
      running = true;
      tally.ready++;
    }
  }
  if (tally.reason === 'Completed' && running) {
    tally.reason = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  }
}

function statusOf(pod: KubeObject, reason: string): string {
  if (!pod.metadata.deletionTimestamp) return reason;
  if (textAt(pod, 'status.reason') === 'NodeLost') return 'Unknown';
  const phase = textAt(pod, 'status.phase');
  return ['Succeeded', 'Failed'].includes(phase) ? reason : 'Terminating';
}

/** The row of a pod, with the reason why it does not run, if it does not. */
export function printPod(pod: KubeObject, now: Date): unknown[] {
  const gated = listOf(pod, 'status.conditions').some(
    one => one.type === 'PodScheduled' && one.reason === 'SchedulingGated',
  );
  const tally: Tally = {
    reason: gated
      ? 'SchedulingGated'
      : textAt(pod, 'status.reason') || textAt(pod, 'status.phase'),
    restarts: 0,
    ready: 0,
    lastRestart: '',
  };
  const initialising = tallyInit(pod, tally);
  if (!initialising || hasCondition(pod, 'Initialized')) {
    tally.restarts = 0;
    tallyMain(pod, tally);
  }
  const total =
    listOf(pod, 'spec.containers').length +
    listOf(pod, 'spec.initContainers').filter(
      one => one.restartPolicy === 'Always',
    ).length;
  const gates = listOf(pod, 'spec.readinessGates');
  const open = gates.filter(gate =>
    hasCondition(pod, String(gate.conditionType)),
  );
  return [
    pod.metadata.name,
    `${tally.ready}/${total}`,
    statusOf(pod, tally.reason),
    tally.restarts > 0 && tally.lastRestart
      ? `${tally.restarts} (${since(tally.lastRestart, now)} ago)`
      : String(tally.restarts),
    age(pod, now),
    textAt(pod, 'status.podIP', '<none>'),
    textAt(pod, 'spec.nodeName', '<none>'),
    textAt(pod, 'status.nominatedNodeName', '<none>'),
    gates.length > 0 ? `${open.length}/${gates.length}` : '<none>',
  ];
}
