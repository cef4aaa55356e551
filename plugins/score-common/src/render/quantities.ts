import type { FieldPath } from '../types';
import type { Problems } from '../parse/Problems';
import type { ScoreContainer } from '../parse/workloadSchema';

const UNITS: Record<string, number> = {
  m: 1e-3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const STANDARD = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '500m', memory: '256Mi' },
} as const;

/** Requests and limits of a container, in Kubernetes' notation. */
export interface ContainerResources {
  requests: { cpu: string; memory: string };
  limits: { cpu: string; memory: string };
}

/** The number a quantity stands for; NaN for none. */
export function quantityValue(text: string): number {
  const [, number, unit] = /^([\d.]+)([A-Za-z]*)$/.exec(text) ?? [];
  return unit === undefined || unit === ''
    ? Number(number)
    : Number(number) * (UNITS[unit] ?? NaN);
}

/** Kubernetes asks for thousandths of a CPU at the finest, and takes K only in small. */
function toKubernetes(text: string): string {
  return text.replace(/K$/, 'k');
}

/**
 * Requests and limits, the platform's own where the file has none. A request above its limit, which
 * Kubernetes refuses, is lowered to it with a warning.
 */
export function containerResources(
  container: ScoreContainer,
  path: FieldPath,
  problems: Problems,
): ContainerResources {
  const given = container.resources ?? {};
  const pair = (field: 'cpu' | 'memory') => {
    let request = given.requests?.[field];
    let limit = given.limits?.[field];
    if (request && limit && quantityValue(request) > quantityValue(limit)) {
      problems.add([...path, 'resources', 'requests', field], {
        severity: 'warning',
        message: `The request ${request} is more than the limit ${limit}; the limit is used for both.`,
        mend: 'Lower the request or raise the limit.',
      });
      request = limit;
    }
    if (request === undefined) {
      const standard = STANDARD.requests[field];
      request =
        limit !== undefined && quantityValue(limit) < quantityValue(standard)
          ? limit
          : standard;
    }
    if (limit === undefined) {
      const standard = STANDARD.limits[field];
      limit =
        quantityValue(request) > quantityValue(standard) ? request : standard;
    }
    return { request: toKubernetes(request), limit: toKubernetes(limit) };
  };
  const cpu = pair('cpu');
  const memory = pair('memory');
  return {
    requests: { cpu: cpu.request, memory: memory.request },
    limits: { cpu: cpu.limit, memory: memory.limit },
  };
}
