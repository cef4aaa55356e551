import type { KubernetesObject } from '../../runtime';
import type { Health } from '../types';
import { conditionsIn } from './workloadHealth';

type Terminated = { message?: string; reason?: string; exitCode?: number };
type ContainerStatus = {
  name: string;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: Terminated;
  };
  lastState?: { terminated?: Terminated };
};

/** Health of a Pod by its phase, its containers and its restart policy. */
export function podHealth(pod: KubernetesObject): Health {
  const { spec = {}, status = {} } = pod;
  const containers = (status.containerStatuses ??
    []) as unknown as ContainerStatus[];
  const message = status.message ? String(status.message) : undefined;
  const restarts = (spec.restartPolicy ?? 'Always') === 'Always';
  if (restarts) {
    const failing = containers.filter(it =>
      /^Err|Error$|BackOff$/.test(it.state?.waiting?.reason ?? ''),
    );
    if (failing.length > 0) {
      const messages = failing.map(it => it.state?.waiting?.message ?? '');
      return { status: 'Degraded', message: messages.join(', ') };
    }
  }
  switch (status.phase) {
    case 'Pending':
      return { status: 'Progressing', message };
    case 'Succeeded':
      return { status: 'Healthy', message };
    case 'Failed':
      return {
        status: 'Degraded',
        message: message ?? whyFailed(status.initContainerStatuses, containers),
      };
    case 'Running':
      if (!restarts) return { status: 'Progressing', message };
      if (
        conditionsIn(pod).some(
          it => it.type === 'Ready' && it.status === 'True',
        )
      ) {
        return { status: 'Healthy', message };
      }
      return {
        status: containers.some(it => it.lastState?.terminated)
          ? 'Degraded'
          : 'Progressing',
        message,
      };
    default:
      return { status: 'Unknown', message };
  }
}

function whyFailed(
  initial: unknown,
  containers: ContainerStatus[],
): string | undefined {
  const all = [...((initial ?? []) as ContainerStatus[]), ...containers];
  for (const { name, state } of all) {
    const { message, reason, exitCode = 0 } = state?.terminated ?? {};
    if (message) return message;
    if (reason === 'OOMKilled') return reason;
    if (exitCode !== 0) {
      return `container "${name}" failed with exit code ${exitCode}`;
    }
  }
  return undefined;
}
