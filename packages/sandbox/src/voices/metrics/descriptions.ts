/** What kind of metric it is, and what it tells, as `/metadata` answers it. */
export interface Description {
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  unit: '';
}

const of = (type: Description['type'], help: string): Description => ({
  type,
  help,
  unit: '',
});

/** The metrics there are, by name. */
export const descriptions: Readonly<Record<string, Description>> = {
  http_server_request_duration_seconds: of(
    'histogram',
    'Duration of HTTP server requests.',
  ),
  container_cpu_usage_seconds_total: of(
    'counter',
    'Cumulative cpu time consumed in seconds.',
  ),
  container_memory_working_set_bytes: of(
    'gauge',
    'Current working set in bytes.',
  ),
  container_start_time_seconds: of(
    'gauge',
    'Start time of the container since unix epoch in seconds.',
  ),
  up: of('gauge', 'Whether the target could be scraped.'),
  ALERTS: of('gauge', 'Alerts that are firing.'),
  kube_namespace_labels: of('gauge', 'Kubernetes labels of the namespace.'),
  kube_deployment_labels: of('gauge', 'Kubernetes labels of the deployment.'),
  kube_deployment_spec_replicas: of('gauge', 'Number of desired pods.'),
  kube_deployment_status_replicas: of('gauge', 'Number of pods.'),
  kube_deployment_status_replicas_available: of(
    'gauge',
    'Number of available pods.',
  ),
  kube_deployment_status_replicas_ready: of('gauge', 'Number of ready pods.'),
  kube_deployment_status_replicas_updated: of(
    'gauge',
    'Number of pods of the wanted version.',
  ),
  kube_deployment_status_replicas_unavailable: of(
    'gauge',
    'Number of unavailable pods.',
  ),
  kube_statefulset_replicas: of('gauge', 'Number of desired pods.'),
  kube_statefulset_status_replicas: of('gauge', 'Number of pods.'),
  kube_statefulset_status_replicas_ready: of('gauge', 'Number of ready pods.'),
  kube_persistentvolumeclaim_resource_requests_storage_bytes: of(
    'gauge',
    'The capacity of storage requested.',
  ),
  kube_pod_info: of('gauge', 'Information about the pod.'),
  kube_pod_labels: of('gauge', 'Kubernetes labels of the pod.'),
  kube_pod_status_phase: of('gauge', 'The phase the pod is in.'),
  kube_pod_status_ready: of('gauge', 'Whether the pod is ready to serve.'),
  kube_pod_container_resource_requests: of(
    'gauge',
    'What the container requests.',
  ),
  kube_pod_container_resource_limits: of('gauge', 'What limits the container.'),
  kube_pod_container_status_restarts_total: of(
    'counter',
    'The number of container restarts.',
  ),
  kube_pod_container_status_ready: of(
    'gauge',
    'Whether the container is ready.',
  ),
};

/** The metric that a series' name belongs to: its buckets are part of a histogram. */
export const familyOf = (name: string): string =>
  name in descriptions ? name : name.replace(/_(bucket|count|sum)$/, '');
