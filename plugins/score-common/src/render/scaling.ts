import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { metadataOf, type RenderContext } from './RenderContext';

const CPU_UTILISATION = 75;

/** A HorizontalPodAutoscaler where there may be more pods, a PodDisruptionBudget where there are several. */
export function renderScaling(context: RenderContext): KubernetesObject[] {
  const { workload, settings, selector } = context;
  const { kind, replicas } = settings;
  const { name } = workload.metadata;
  if (kind === 'CronJob') {
    return [];
  }
  const metadata = metadataOf(context, name);
  const autoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind, name },
      minReplicas: replicas.min,
      maxReplicas: replicas.max,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: {
              type: 'Utilization',
              averageUtilization: CPU_UTILISATION,
            },
          },
        },
      ],
    },
  };
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: 1, selector: { matchLabels: { ...selector } } },
  };
  return [
    ...(replicas.max > replicas.min ? [autoscaler] : []),
    ...(replicas.min > 1 ? [budget] : []),
  ];
}
