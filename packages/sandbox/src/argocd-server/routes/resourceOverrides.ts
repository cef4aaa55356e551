type Paths = { jq?: string[]; pointers?: string[] };

function customization({ jq, pointers }: Paths): string {
  const list = (name: string, items: string[] | undefined) =>
    items
      ? `${name}:\n${items.map(item => `- ${item}\n`).join('')}`
      : `${name}: null\n`;
  return `${list('jqPathExpressions', jq)}${list(
    'jsonPointers',
    pointers,
  )}managedFieldsManagers: null\n`;
}

const ignoring = (updates: Paths, differences: Paths = {}) => ({
  ignoreDifferences: customization(differences),
  ignoreResourceUpdates: customization(updates),
});
const annotation = (name: string) => `.metadata.annotations."${name}"`;
const NOTIFIED = annotation('notified.notifications.argoproj.io');

/** Which fields never count as a difference; Argo CD's own defaults, as its settings show them. */
export const resourceOverrides = {
  '*/*': ignoring({ pointers: ['/status'] }, { pointers: ['/status'] }),
  ConfigMap: ignoring({
    jq: [
      annotation('cluster-autoscaler.kubernetes.io/last-updated'),
      annotation('control-plane.alpha.kubernetes.io/leader'),
    ],
  }),
  Endpoints: ignoring({ pointers: ['/metadata', '/subsets'] }),
  'apps/ReplicaSet': ignoring({
    jq: [
      annotation('deployment.kubernetes.io/desired-replicas'),
      annotation('deployment.kubernetes.io/max-replicas'),
      annotation('rollout.argoproj.io/desired-replicas'),
    ],
  }),
  'argoproj.io/Application': ignoring({
    jq: [
      NOTIFIED,
      annotation('argocd.argoproj.io/refresh'),
      annotation('argocd.argoproj.io/hydrate'),
      '.operation',
    ],
  }),
  'argoproj.io/Rollout': ignoring({ jq: [NOTIFIED] }),
  'autoscaling/HorizontalPodAutoscaler': ignoring({
    jq: [
      annotation('autoscaling.alpha.kubernetes.io/behavior'),
      annotation('autoscaling.alpha.kubernetes.io/conditions'),
      annotation('autoscaling.alpha.kubernetes.io/metrics'),
      annotation('autoscaling.alpha.kubernetes.io/current-metrics'),
    ],
  }),
  'discovery.k8s.io/EndpointSlice': ignoring({
    pointers: ['/metadata', '/endpoints', '/ports'],
  }),
};
