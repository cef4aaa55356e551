import type { JsonObject } from '../json';
import type { FieldPath } from '../types';
import type { Problems } from '../parse/Problems';
import type { ScoreContainer } from '../parse/workloadSchema';

/** The probes of a container, as far as there are any. */
export interface ContainerProbes {
  livenessProbe?: JsonObject;
  readinessProbe?: JsonObject;
}

type Probe = NonNullable<ScoreContainer['livenessProbe']>;

const LIVENESS = { periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 2 };
const READINESS = { periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 2 };

/** Kubernetes takes one of the two; where both are given Score prefers the command. */
function handlerOf(probe: Probe): JsonObject {
  if (probe.exec) {
    return { exec: { command: [...probe.exec.command] } };
  }
  const { host, scheme, path = '/', port, httpHeaders } = probe.httpGet ?? {};
  return {
    httpGet: {
      path,
      port,
      ...(host !== undefined && { host }),
      ...(scheme !== undefined && { scheme }),
      ...(httpHeaders && { httpHeaders: httpHeaders.map(it => ({ ...it })) }),
    },
  };
}

/**
 * The probes of a container that runs all the time. A missing one is taken from the other; with
 * neither, the port the workload serves is asked whether it is open. Where there is no such port
 * nothing can be guessed, and the missing probe is a warning.
 *
 * @param servedPort - The first TCP port of the service, for the container that serves it.
 */
export function containerProbes(
  container: ScoreContainer,
  path: FieldPath,
  servedPort: number | undefined,
  problems: Problems,
): ContainerProbes {
  const fallback =
    servedPort === undefined ? undefined : { tcpSocket: { port: servedPort } };
  const { livenessProbe, readinessProbe } = container;
  const live = livenessProbe && handlerOf(livenessProbe);
  const ready = readinessProbe && handlerOf(readinessProbe);
  const liveness = live ?? fallback ?? ready;
  const readiness = ready ?? live ?? fallback;
  if (!liveness || !readiness) {
    problems.add(path, {
      at: 'key',
      severity: 'warning',
      message:
        'Nothing says whether this container is alive and ready; the policy require-probes will complain.',
      mend: 'Add a livenessProbe and a readinessProbe.',
    });
    return {};
  }
  return {
    livenessProbe: { ...liveness, ...LIVENESS },
    readinessProbe: { ...readiness, ...READINESS },
  };
}
