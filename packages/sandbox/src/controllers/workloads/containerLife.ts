import { createHash } from 'node:crypto';
import type { EventNote } from '../runtime';
import { wireTime } from '../runtime';
import type { Behaviour } from './behaviour';
import { fullImage, pullError } from './behaviour';
import type { WorkloadTiming } from './timing';
import type { Container, ContainerStatus, Pod } from './types';

/** A step in the life of a container. */
export type Step = {
  /** How long the container stays as it is; `undefined`: for good. */
  afterMs?: number;
  /** What it is then. */
  next(): { status: ContainerStatus; events: EventNote[] };
};

type Life = {
  pod: Pod;
  container: Container;
  behaviour: Behaviour;
  timing: WorkloadTiming;
  /** How often its image could not be pulled. */
  pullFailures: number;
};

/** A container before anything happened to it. */
export function waitingStatus(
  container: Container,
  reason: string,
): ContainerStatus {
  return {
    name: container.name,
    state: { waiting: { reason } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image: container.image ?? '',
    imageID: '',
    started: false,
  };
}

/** What happens to a container next, as the kubelet would have it. */
export function nextStep(life: Life, status: ContainerStatus): Step {
  const { waiting, running } = status.state;
  if (running) return whileRunning(life, status, running.startedAt);
  switch (waiting?.reason) {
    case 'ContainerCreating':
      return afterPull(life, status, life.timing.pullMs);
    case 'ErrImagePull':
      return {
        afterMs: Math.min(life.timing.pullMs, 2000),
        next: () => backOffPull(life, status),
      };
    case 'ImagePullBackOff':
      return afterPull(life, status, backoff(life.timing, life.pullFailures));
    case 'CrashLoopBackOff':
      return {
        afterMs: backoff(life.timing, status.restartCount),
        next: () => start(life, status, status.restartCount + 1),
      };
    default:
      return afterExit(life, status);
  }
}

/** 10, 20, 40 … 300 seconds, as the kubelet waits. */
export function backoff(timing: WorkloadTiming, failures: number): number {
  const { backoffMs, maxBackoffMs } = timing;
  return Math.min(backoffMs * 2 ** Math.max(0, failures - 1), maxBackoffMs);
}

function whileRunning(
  life: Life,
  status: ContainerStatus,
  startedAt: string,
): Step {
  const { behaviour, timing, container } = life;
  const exit = (exitCode: number, reason: string) => ({
    events: [],
    status: {
      ...status,
      ready: false,
      started: false,
      state: {
        terminated: {
          exitCode,
          reason,
          startedAt,
          finishedAt: wireTime(),
          containerID: status.containerID ?? '',
        },
      },
    },
  });
  switch (behaviour) {
    case 'fails':
      return { afterMs: timing.crashMs, next: () => exit(1, 'Error') };
    case 'oom':
      return { afterMs: timing.crashMs, next: () => exit(137, 'OOMKilled') };
    case 'ends':
      return { afterMs: timing.runMs, next: () => exit(0, 'Completed') };
    case 'unready':
      return { next: () => ({ status, events: [] }) };
    default:
      return {
        afterMs: status.ready ? undefined : timing.readyMs,
        next: () => ({
          status: {
            ...status,
            ready: true,
            image: fullImage(container.image ?? ''),
          },
          events: [],
        }),
      };
  }
}

function afterPull(life: Life, status: ContainerStatus, afterMs: number): Step {
  const { behaviour, container } = life;
  const image = container.image ?? '';
  return {
    afterMs,
    next: () => {
      if (behaviour !== 'missing') return start(life, status, 0);
      const message = pullError(image);
      const again = status.state.waiting?.reason === 'ImagePullBackOff';
      return {
        status: {
          ...status,
          state: { waiting: { reason: 'ErrImagePull', message } },
        },
        events: [
          ...(again ? [normal('Pulling', `Pulling image "${image}"`)] : []),
          warning('Failed', `Failed to pull image "${image}": ${message}`),
          warning('Failed', 'Error: ErrImagePull'),
        ],
      };
    },
  };
}

function backOffPull({ container }: Life, status: ContainerStatus) {
  const image = container.image ?? '';
  const message = `Back-off pulling image "${image}": ErrImagePull: ${pullError(
    image,
  )}`;
  return {
    status: {
      ...status,
      state: { waiting: { reason: 'ImagePullBackOff', message } },
    },
    events: [
      normal('BackOff', `Back-off pulling image "${image}"`),
      warning('Failed', 'Error: ImagePullBackOff'),
    ],
  };
}

function afterExit(life: Life, status: ContainerStatus): Step {
  const { pod, container, behaviour, timing } = life;
  const policy = pod.spec.restartPolicy ?? 'Always';
  const ended = status.state.terminated;
  if (policy === 'Never' || (ended?.exitCode === 0 && behaviour === 'ends')) {
    return { next: () => ({ status, events: [] }) };
  }
  // The first restart comes at once; only then the kubelet backs off.
  if (status.restartCount === 0) {
    return { afterMs: 0, next: () => start(life, status, 1) };
  }
  const subject = `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
  const seconds = Math.round(backoff(timing, status.restartCount) / 1000);
  return {
    afterMs: 0,
    next: () => ({
      status: {
        ...status,
        lastState: status.state,
        state: {
          waiting: {
            reason: 'CrashLoopBackOff',
            message: `back-off ${duration(
              seconds,
            )} restarting failed container=${container.name} pod=${subject}`,
          },
        },
      },
      events: [
        warning(
          'BackOff',
          `Back-off restarting failed container ${container.name} in pod ${subject}`,
        ),
      ],
    }),
  };
}

function start(life: Life, status: ContainerStatus, restartCount: number) {
  const { container, behaviour, pod, timing } = life;
  const image = container.image ?? '';
  const seconds = (timing.pullMs / 1000).toFixed(3).replace(/\.?0+$/, '');
  const digest = sha256(fullImage(image));
  const { terminated } = status.state;
  const events = [
    restartCount === 0
      ? normal(
          'Pulled',
          `Successfully pulled image "${image}" in ${seconds}s (${seconds}s including waiting). Image size: ${imageSize(
            digest,
          )} bytes.`,
        )
      : normal(
          'Pulled',
          `Container image "${image}" already present on machine`,
        ),
    normal('Created', `Created container: ${container.name}`),
    normal('Started', `Started container ${container.name}`),
  ];
  if (behaviour === 'unready') {
    events.push(
      warning(
        'Unhealthy',
        'Readiness probe failed: HTTP probe failed with statuscode: 503',
      ),
    );
  }
  return {
    events,
    status: {
      ...status,
      state: { running: { startedAt: wireTime() } },
      lastState: terminated ? { terminated } : status.lastState,
      ready: false,
      started: true,
      restartCount,
      image: fullImage(image),
      imageID: `${fullImage(image).split(':')[0]}@sha256:${digest}`,
      containerID: `containerd://${sha256(
        `${pod.metadata.uid}/${container.name}/${restartCount}`,
      )}`,
    },
  };
}

/** As Go prints whole seconds: `40s`, `2m40s`, `5m0s`. */
function duration(seconds: number): string {
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

function imageSize(digest: string): number {
  return 20_000_000 + (Number.parseInt(digest.slice(0, 7), 16) % 180_000_000);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function normal(reason: string, message: string): EventNote {
  return { type: 'Normal', reason, message };
}

function warning(reason: string, message: string): EventNote {
  return { type: 'Warning', reason, message };
}
