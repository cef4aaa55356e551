import type { Condition, KubernetesObject } from '../runtime';

type Given = Omit<Condition, 'lastTransitionTime'>;

interface Metric {
  type: string;
  resource?: {
    name: string;
    target: { type: string };
  };
}

interface Container {
  name: string;
  resources?: { requests?: Record<string, string> };
}

/** What an autoscaler goes by when it says nothing else. */
const DEFAULT: Metric = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization' } },
};

/** What the resource metrics API knows of pods. */
const MEASURED = new Set(['cpu', 'memory']);

/** Why a metric cannot be had, in the words of the horizontal pod autoscaler; undefined if it can. */
function obstacle(
  { type, resource }: Metric,
  containers: Container[],
): string | undefined {
  if (type !== 'Resource' || !resource) {
    return `failed to get ${type.toLowerCase()} metric: no metrics API is registered for it`;
  }
  const { name, target } = resource;
  if (!MEASURED.has(name)) {
    return `failed to get ${name} resource metric value: unable to get metrics for resource ${name}: no metrics returned from resource metrics API`;
  }
  const without =
    target.type === 'Utilization' &&
    containers.find(container => !container.resources?.requests?.[name]);
  return without
    ? `failed to get ${name} utilization: missing request for ${name} in container ${without.name}`
    : undefined;
}

/**
 * Whether an autoscaler finds the metrics it goes by, and the conditions that say so.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export function judgeMetrics(
  scaler: KubernetesObject,
  target: KubernetesObject,
): { found: boolean; conditions: Given[] } {
  const asked = (scaler.spec?.metrics ?? []) as unknown as Metric[];
  const metrics = asked.length > 0 ? asked : [DEFAULT];
  const { template } = (target.spec ?? {}) as {
    template?: { spec?: { containers?: Container[] } };
  };
  const containers = template?.spec?.containers ?? [];
  for (const metric of metrics) {
    const why = obstacle(metric, containers);
    if (why) {
      return {
        found: false,
        conditions: [
          {
            type: 'ScalingActive',
            status: 'False',
            reason: `FailedGet${metric.type}Metric`,
            message: `the HPA was unable to compute the replica count: ${why}`,
          },
        ],
      };
    }
  }
  const name = metrics[0].resource?.name;
  return {
    found: true,
    conditions: [
      {
        type: 'ScalingActive',
        status: 'True',
        reason: 'ValidMetricFound',
        message: `the HPA was able to successfully calculate a replica count from ${name} resource utilization (percentage of request)`,
      },
      {
        type: 'ScalingLimited',
        status: 'True',
        reason: 'TooFewReplicas',
        message:
          'the desired replica count is less than the minimum replica count',
      },
    ],
  };
}
