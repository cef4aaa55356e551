import type { ResourceType, ScaleSubresource } from '../../types';
import { compileBuiltin } from './compileBuiltin';
import { kindRules } from './rules/kindRules';

const ALL_VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
const REPLICAS: ScaleSubresource = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
};
const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const EVENT_FIELDS =
  'involvedObject.kind,involvedObject.namespace,involvedObject.name,involvedObject.uid,involvedObject.apiVersion,involvedObject.resourceVersion,involvedObject.fieldPath,reason,reportingComponent,source,type';
const POD_FIELDS =
  'spec.nodeName,spec.restartPolicy,spec.schedulerName,spec.serviceAccountName,spec.hostNetwork,status.phase,status.podIP,status.nominatedNodeName';

/**
 * Group, version, kind, plural, flags, short names, selectable fields. Flags: n
 * namespaced, s status, c scale, a category `all`, e category
 * `api-extensions`, x no deletecollection.
 */
type Row = [string, string, string, string, string, string?, string?];

const ROWS: Row[] = [
  ['', 'v1', 'Namespace', 'namespaces', 'sx', 'ns', 'status.phase'],
  ['', 'v1', 'Secret', 'secrets', 'n', '', 'type'],
  ['', 'v1', 'ConfigMap', 'configmaps', 'n', 'cm'],
  ['', 'v1', 'ServiceAccount', 'serviceaccounts', 'n', 'sa'],
  ['', 'v1', 'Event', 'events', 'n', 'ev', EVENT_FIELDS],
  ['', 'v1', 'LimitRange', 'limitranges', 'n', 'limits'],
  ['', 'v1', 'ResourceQuota', 'resourcequotas', 'ns', 'quota'],
  ['', 'v1', 'Pod', 'pods', 'nsa', 'po', POD_FIELDS],
  ['', 'v1', 'Service', 'services', 'nsa', 'svc', 'spec.clusterIP,spec.type'],
  ['', 'v1', 'Endpoints', 'endpoints', 'n', 'ep'],
  ['', 'v1', 'Node', 'nodes', 's', 'no', 'spec.unschedulable'],
  ['', 'v1', 'PersistentVolume', 'persistentvolumes', 's', 'pv'],
  ['', 'v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'ns', 'pvc'],
  ['apps', 'v1', 'Deployment', 'deployments', 'nsca', 'deploy'],
  ['apps', 'v1', 'StatefulSet', 'statefulsets', 'nsca', 'sts'],
  ['apps', 'v1', 'DaemonSet', 'daemonsets', 'nsa', 'ds'],
  ['apps', 'v1', 'ReplicaSet', 'replicasets', 'nsca', 'rs', 'status.replicas'],
  ['apps', 'v1', 'ControllerRevision', 'controllerrevisions', 'n'],
  ['batch', 'v1', 'Job', 'jobs', 'nsa', '', 'status.successful'],
  ['batch', 'v1', 'CronJob', 'cronjobs', 'nsa', 'cj'],
  ['networking.k8s.io', 'v1', 'Ingress', 'ingresses', 'ns', 'ing'],
  ['networking.k8s.io', 'v1', 'IngressClass', 'ingressclasses', ''],
  [
    'networking.k8s.io',
    'v1',
    'NetworkPolicy',
    'networkpolicies',
    'n',
    'netpol',
  ],
  [
    'autoscaling',
    'v2',
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
    'nsa',
    'hpa',
  ],
  ['policy', 'v1', 'PodDisruptionBudget', 'poddisruptionbudgets', 'ns', 'pdb'],
  ['coordination.k8s.io', 'v1', 'Lease', 'leases', 'n'],
  ['discovery.k8s.io', 'v1', 'EndpointSlice', 'endpointslices', 'n'],
  ['events.k8s.io', 'v1', 'Event', 'events', 'n', 'ev'],
  ['scheduling.k8s.io', 'v1', 'PriorityClass', 'priorityclasses', '', 'pc'],
  ['storage.k8s.io', 'v1', 'StorageClass', 'storageclasses', '', 'sc'],
  [RBAC, 'v1', 'ClusterRole', 'clusterroles', ''],
  [RBAC, 'v1', 'ClusterRoleBinding', 'clusterrolebindings', ''],
  [RBAC, 'v1', 'Role', 'roles', 'n'],
  [RBAC, 'v1', 'RoleBinding', 'rolebindings', 'n'],
  [
    'apiextensions.k8s.io',
    'v1',
    'CustomResourceDefinition',
    'customresourcedefinitions',
    'se',
    'crd,crds',
  ],
  [
    ADMISSION,
    'v1',
    'ValidatingAdmissionPolicy',
    'validatingadmissionpolicies',
    'se',
  ],
  [
    ADMISSION,
    'v1',
    'ValidatingAdmissionPolicyBinding',
    'validatingadmissionpolicybindings',
    'e',
  ],
  [
    ADMISSION,
    'v1',
    'ValidatingWebhookConfiguration',
    'validatingwebhookconfigurations',
    'e',
  ],
  [
    ADMISSION,
    'v1',
    'MutatingWebhookConfiguration',
    'mutatingwebhookconfigurations',
    'e',
  ],
];

/** Models whose name in the client is not version and kind. */
const modelNames: Record<string, string> = {
  '/v1/Event': 'CoreV1Event',
  'events.k8s.io/v1/Event': 'EventsV1Event',
};

/** The client's model of a kind, such as `V2HorizontalPodAutoscaler`. */
export function modelOf(type: {
  group: string;
  version: string;
  kind: string;
}): string {
  const { group, version, kind } = type;
  return (
    modelNames[`${group}/${version}/${kind}`] ??
    `${version[0].toUpperCase()}${version.slice(1)}${kind}`
  );
}

/**
 * The kinds every cluster has that the sandbox serves. Schemas are derived when
 * somebody first looks at them.
 */
export const builtinTypes: ResourceType[] = ROWS.map(
  ([group, version, kind, plural, flags, shortNames = '', fields = '']) => {
    const model = modelOf({ group, version, kind });
    return {
      group,
      version,
      kind,
      listKind: kind === 'Endpoints' ? 'EndpointsList' : `${kind}List`,
      plural,
      singular: kind.toLowerCase(),
      shortNames: shortNames.split(',').filter(Boolean),
      categories: [
        ...(flags.includes('a') ? ['all'] : []),
        ...(flags.includes('e') ? ['api-extensions'] : []),
      ],
      namespaced: flags.includes('n'),
      verbs: flags.includes('x')
        ? ALL_VERBS.filter(verb => verb !== 'deletecollection')
        : ALL_VERBS,
      subresources: {
        status: flags.includes('s'),
        ...(flags.includes('c') && { scale: REPLICAS }),
      },
      printerColumns: [],
      selectableFields: fields.split(',').filter(Boolean),
      schema: compileBuiltin(model, kindRules[model]),
      storageVersion: version,
    };
  },
);
