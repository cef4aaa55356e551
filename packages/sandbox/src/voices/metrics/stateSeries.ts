import type { KubernetesObject } from '../../controllers/runtime';
import type { Add } from './ClusterMetrics';
import type { ClusterView, Pod } from './ClusterView';
import { quantityOf } from './quantities';

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
const UNITS: Record<string, string> = { cpu: 'core', memory: 'byte' };

/** Kubernetes labels as kube-state-metrics names them. */
function labelsOf(object: KubernetesObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object.metadata?.labels ?? {}).map(([name, value]) => [
      `label_${name.replace(/[^a-zA-Z0-9_]/g, '_')}`,
      value,
    ]),
  );
}

/** What kube-state-metrics would tell of the cluster's objects. */
export function stateSeries(view: ClusterView, add: Add): void {
  for (const namespace of view.namespaces) {
    const name = namespace.metadata?.name ?? '';
    const labels = { namespace: name, ...labelsOf(namespace) };
    add('kube_namespace_labels', labels, () => 1);
  }
  for (const each of view.workloads('Deployment')) {
    const { namespace = '', name = '' } = each.metadata ?? {};
    const labels = { namespace, deployment: name };
    const { status = {}, spec } = each;
    const wanted = spec?.replicas ?? 1;
    const available = status.availableReplicas ?? 0;
    const tell = (what: string, value: number) =>
      add(`kube_deployment_${what}`, labels, () => value);
    tell('spec_replicas', wanted);
    tell('status_replicas', status.replicas ?? 0);
    tell('status_replicas_available', available);
    tell('status_replicas_ready', status.readyReplicas ?? 0);
    tell('status_replicas_updated', status.updatedReplicas ?? 0);
    tell('status_replicas_unavailable', Math.max(0, wanted - available));
    add('kube_deployment_labels', { ...labels, ...labelsOf(each) }, () => 1);
  }
  for (const each of view.workloads('StatefulSet')) {
    const { namespace = '', name = '' } = each.metadata ?? {};
    const labels = { namespace, statefulset: name };
    const tell = (what: string, value: number) =>
      add(`kube_statefulset_${what}`, labels, () => value);
    tell('replicas', each.spec?.replicas ?? 1);
    tell('status_replicas', each.status?.replicas ?? 0);
    tell('status_replicas_ready', each.status?.readyReplicas ?? 0);
  }
  for (const each of view.volumeClaims) {
    const { namespace = '', name = '' } = each.metadata ?? {};
    const labels = { namespace, persistentvolumeclaim: name };
    const bytes = quantityOf(each.spec?.resources?.requests?.storage);
    const metric = 'kube_persistentvolumeclaim_resource_requests_storage_bytes';
    add(metric, labels, () => bytes);
  }
  for (const pod of view.pods) podState(view, pod, add);
}

function podState(view: ClusterView, pod: Pod, add: Add): void {
  const { namespace = '', name = '', uid = '' } = pod.metadata ?? {};
  const labels = { namespace, pod: name, uid };
  const node = pod.spec?.nodeName ?? '';
  const owner = view.ownerOf(pod);
  add(
    'kube_pod_info',
    {
      ...labels,
      node,
      created_by_kind: owner.kind,
      created_by_name: owner.name,
    },
    () => 1,
  );
  add('kube_pod_labels', { ...labels, ...labelsOf(pod) }, () => 1);
  for (const phase of PHASES) {
    const here = (pod.status?.phase ?? 'Unknown') === phase ? 1 : 0;
    add('kube_pod_status_phase', { ...labels, phase }, () => here);
  }
  const ready =
    pod.status?.conditions?.find(({ type }) => type === 'Ready')?.status ??
    'Unknown';
  for (const condition of ['true', 'false', 'unknown']) {
    const here = ready.toLowerCase() === condition ? 1 : 0;
    add('kube_pod_status_ready', { ...labels, condition }, () => here);
  }
  for (const container of pod.spec?.containers ?? []) {
    const of = { ...labels, container: container.name };
    const tell = (kind: 'requests' | 'limits') => {
      const all = container.resources?.[kind] ?? {};
      for (const [resource, text] of Object.entries(all)) {
        const unit = UNITS[resource] ?? 'integer';
        const value = quantityOf(text);
        add(
          `kube_pod_container_resource_${kind}`,
          { ...of, node, resource: resource.replace(/\W/g, '_'), unit },
          () => value,
        );
      }
    };
    tell('requests');
    tell('limits');
  }
  for (const status of pod.status?.containerStatuses ?? []) {
    const of = { ...labels, container: status.name };
    const restarts = status.restartCount;
    add('kube_pod_container_status_restarts_total', of, () => restarts);
    add('kube_pod_container_status_ready', of, () => (status.ready ? 1 : 0));
  }
}
