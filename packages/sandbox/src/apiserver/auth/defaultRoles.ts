import type { KubeObject, PolicyRule } from '../types';

const RBAC = 'rbac.authorization.k8s.io';
const LABEL = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const AGGREGATE = `${RBAC}/aggregate-to-`;

const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const readWrite = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** `rule(verbs, group or groups, 'a b c')`: the resources as one string. */
function rule(
  verbs: string[],
  groups: string | string[],
  resources: string,
): PolicyRule {
  return {
    apiGroups: Array.isArray(groups) ? groups : [groups],
    resources: resources.split(' '),
    verbs,
  };
}

function get(...nonResourceURLs: string[]): PolicyRule {
  return { nonResourceURLs, verbs: ['get'] };
}

function clusterRole(
  name: string,
  rules: PolicyRule[],
  labels: Record<string, string> = {},
): KubeObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: {
      name,
      labels: { ...LABEL, ...labels },
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    },
    rules,
  };
}

/** A role that gathers all roles labelled for it, and is itself part of another. */
function aggregate(name: string, partOf?: string): KubeObject {
  return {
    ...clusterRole(
      name,
      [],
      partOf ? { [`${AGGREGATE}${partOf}`]: 'true' } : {},
    ),
    aggregationRule: {
      clusterRoleSelectors: [
        { matchLabels: { [`${AGGREGATE}${name}`]: 'true' } },
      ],
    },
  };
}

function bindToGroups(role: string, ...groups: string[]): KubeObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: role, labels: { ...LABEL } },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: groups.map(name => ({ apiGroup: RBAC, kind: 'Group', name })),
  };
}

const viewRules = [
  rule(
    read,
    '',
    'configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status',
  ),
  rule(
    read,
    '',
    'bindings limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status',
  ),
  rule(read, '', 'namespaces'),
  rule(read, ['', 'events.k8s.io'], 'events'),
  rule(read, 'discovery.k8s.io', 'endpointslices'),
  rule(
    read,
    'apps',
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
  ),
  rule(
    read,
    'autoscaling',
    'horizontalpodautoscalers horizontalpodautoscalers/status',
  ),
  rule(read, 'batch', 'cronjobs cronjobs/status jobs jobs/status'),
  rule(read, 'policy', 'poddisruptionbudgets poddisruptionbudgets/status'),
  rule(read, 'networking.k8s.io', 'ingresses ingresses/status networkpolicies'),
];

const editRules = [
  rule(
    read,
    '',
    'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy',
  ),
  rule(['impersonate'], '', 'serviceaccounts'),
  rule(write, '', 'pods pods/attach pods/exec pods/portforward pods/proxy'),
  rule(['create'], '', 'pods/eviction'),
  rule(
    write,
    '',
    'configmaps persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy',
  ),
  rule(['create'], '', 'serviceaccounts/token'),
  rule(write, ['', 'events.k8s.io'], 'events'),
  rule(
    write,
    'apps',
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale',
  ),
  rule(write, 'autoscaling', 'horizontalpodautoscalers'),
  rule(write, 'batch', 'cronjobs jobs'),
  rule(write, 'policy', 'poddisruptionbudgets'),
  rule(write, 'networking.k8s.io', 'ingresses networkpolicies'),
  rule(readWrite, 'coordination.k8s.io', 'leases'),
];

const adminRules = [
  rule(['create'], 'authorization.k8s.io', 'localsubjectaccessreviews'),
  rule(readWrite, RBAC, 'rolebindings roles'),
];

/**
 * The ClusterRoles a cluster starts with, for the kinds the sandbox serves:
 * those for people and those every client needs, none of the system's own
 * controllers.
 */
export function defaultClusterRoles(): KubeObject[] {
  return [
    clusterRole('cluster-admin', [
      rule(['*'], '*', '*'),
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ]),
    aggregate('admin'),
    aggregate('edit', 'admin'),
    aggregate('view', 'edit'),
    clusterRole('system:aggregate-to-admin', adminRules, {
      [`${AGGREGATE}admin`]: 'true',
    }),
    clusterRole('system:aggregate-to-edit', editRules, {
      [`${AGGREGATE}edit`]: 'true',
    }),
    clusterRole('system:aggregate-to-view', viewRules, {
      [`${AGGREGATE}view`]: 'true',
    }),
    clusterRole('system:basic-user', [
      rule(
        ['create'],
        'authorization.k8s.io',
        'selfsubjectaccessreviews selfsubjectrulesreviews',
      ),
      rule(['create'], 'authentication.k8s.io', 'selfsubjectreviews'),
    ]),
    clusterRole('system:discovery', [
      get(
        '/api',
        '/api/*',
        '/apis',
        '/apis/*',
        '/healthz',
        '/livez',
        '/openapi',
        '/openapi/*',
        '/readyz',
        '/version',
        '/version/',
      ),
    ]),
    clusterRole('system:public-info-viewer', [
      get('/healthz', '/livez', '/readyz', '/version', '/version/'),
    ]),
    clusterRole('system:monitoring', [
      get(
        '/healthz',
        '/healthz/*',
        '/livez',
        '/livez/*',
        '/metrics',
        '/readyz',
        '/readyz/*',
      ),
    ]),
  ];
}

/** The bindings that go with {@link defaultClusterRoles}. */
export function defaultClusterRoleBindings(): KubeObject[] {
  return [
    bindToGroups('cluster-admin', 'system:masters'),
    bindToGroups('system:basic-user', 'system:authenticated'),
    bindToGroups('system:discovery', 'system:authenticated'),
    bindToGroups(
      'system:public-info-viewer',
      'system:authenticated',
      'system:unauthenticated',
    ),
    bindToGroups('system:monitoring', 'system:monitoring'),
  ];
}
