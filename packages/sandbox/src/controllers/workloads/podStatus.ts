import { wireTime } from '../runtime';
import { fnv32a } from './templateHash';
import type {
  ContainerStatus,
  Pod,
  PodCondition,
  PodSpec,
  PodStatus,
} from './types';

/** The sandbox's only node. */
export const nodeName = 'sandbox';
/** Its address. */
export const nodeIp = '172.18.0.2';

const notReadyReasons: Record<string, string | undefined> = {
  Succeeded: 'PodCompleted',
  Failed: 'PodFailed',
};

/** A made-up address of 10.244.0.0/16 that no other pod has. */
export function podAddress(uid: string, taken: ReadonlySet<string>): string {
  const size = 65_000;
  for (let at = fnv32a(uid) % size, tries = 0; ; at = (at + 1) % size) {
    const number = at + 2;
    const address = `10.244.${number >> 8}.${number & 255}`;
    tries += 1;
    if (!taken.has(address) || tries > size) return address;
  }
}

/** The quality of service by what the containers ask for. */
export function qosClassOf(spec: PodSpec): string {
  const parts = [...spec.containers, ...(spec.initContainers ?? [])];
  const has = (of?: Record<string, string>) =>
    Object.keys(of ?? {}).some(name => name === 'cpu' || name === 'memory');
  if (
    !parts.some(it => has(it.resources?.requests) || has(it.resources?.limits))
  ) {
    return 'BestEffort';
  }
  const guaranteed = parts.every(({ resources }) =>
    ['cpu', 'memory'].every(name => {
      const limit = resources?.limits?.[name];
      return limit && (resources?.requests?.[name] ?? limit) === limit;
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

/** The conditions and phase of a pod that has a node, by its containers. */
export function podStatus(
  pod: Pod,
  init: ContainerStatus[],
  main: ContainerStatus[],
): PodStatus {
  const status = pod.status ?? {};
  const phase = phaseOf(pod, init, main);
  const finished = phase === 'Succeeded' || phase === 'Failed';
  const initialised = init.every(
    it => it.state.terminated?.exitCode === 0 || it.started,
  );
  const notReady = main.filter(({ ready }) => !ready).map(({ name }) => name);
  const notDone = init
    .filter(it => it.state.terminated?.exitCode !== 0 && !it.started)
    .map(({ name }) => name);
  const unready = {
    reason: notReadyReasons[phase ?? ''] ?? 'ContainersNotReady',
    message: finished
      ? undefined
      : `containers with unready status: [${notReady.join(' ')}]`,
  };
  const serving = notReady.length === 0 && initialised && !finished;
  const wanted: Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>[] =
    [
      {
        type: 'PodReadyToStartContainers',
        status: finished || !status.podIP ? 'False' : 'True',
      },
      initialised
        ? {
            type: 'Initialized',
            status: 'True',
            ...(phase === 'Succeeded' && { reason: 'PodCompleted' }),
          }
        : {
            type: 'Initialized',
            status: 'False',
            reason: 'ContainersNotInitialized',
            message: `containers with incomplete status: [${notDone.join(
              ' ',
            )}]`,
          },
      serving
        ? { type: 'Ready', status: 'True' }
        : { type: 'Ready', status: 'False', ...unready },
      serving
        ? { type: 'ContainersReady', status: 'True' }
        : { type: 'ContainersReady', status: 'False', ...unready },
      { type: 'PodScheduled', status: 'True' },
    ];
  return {
    ...status,
    phase,
    observedGeneration: pod.metadata.generation,
    conditions: wanted.map(it => condition(status.conditions, it)),
    ...(init.length > 0 && { initContainerStatuses: init }),
    containerStatuses: main,
  };
}

/** A condition that keeps its transition time while its status stays. */
export function condition(
  before: readonly PodCondition[] | undefined,
  wanted: Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>,
): PodCondition {
  const old = before?.find(({ type }) => type === wanted.type);
  const { type, status, reason, message } = wanted;
  return {
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime:
      old?.status === status ? old.lastTransitionTime : wireTime(),
    ...(reason && { reason }),
    ...(message && { message }),
  };
}

function phaseOf(
  pod: Pod,
  init: ContainerStatus[],
  main: ContainerStatus[],
): PodStatus['phase'] {
  const policy = pod.spec.restartPolicy ?? 'Always';
  const brokenInit = init.some(
    it => (it.state.terminated?.exitCode ?? 0) !== 0,
  );
  if (policy === 'Never' && brokenInit) return 'Failed';
  const begun = (it: ContainerStatus) =>
    Boolean(it.state.running || it.state.terminated || it.lastState.terminated);
  if (!main.some(begun)) return 'Pending';
  const allEnded = main.every(({ state }) => state.terminated);
  if (!allEnded || policy === 'Always') return 'Running';
  const good = main.every(({ state }) => state.terminated?.exitCode === 0);
  if (good) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}
