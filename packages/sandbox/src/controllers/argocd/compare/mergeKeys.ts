/** Groups whose types are compiled into the API server: their lists merge by key. */
const BUILT_IN_GROUPS = new Set([
  '',
  'admissionregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

const KEYS: Record<string, string> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  imagePullSecrets: 'name',
  secrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  resourceClaims: 'name',
  schedulingGates: 'name',
  ownerReferences: 'uid',
  conditions: 'type',
  webhooks: 'name',
};

/** Objects of which only one of several fields may be set; a change of one drops the others. */
const UNIONS = new Set(['strategy', 'updateStrategy', 'volumes']);

/** The group of an `apiVersion`; empty for the core. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] ?? '' : '';
}

/** The version of an `apiVersion`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.split('/').at(-1) ?? '';
}

/** Whether the server knows how to merge lists of this kind. */
export function mergesLists(apiVersion: string): boolean {
  return BUILT_IN_GROUPS.has(groupOf(apiVersion));
}

/**
 * By which field the items of a list are told apart (`patchMergeKey` of
 * Kubernetes' types).
 *
 * @param parent - The field that holds the list's object, `spec` for a Service's ports.
 * @returns `undefined` for lists that are replaced as a whole
 */
export function mergeKeyOf(
  kind: string,
  parent: string,
  field: string,
): string | undefined {
  if (field === 'ports') {
    if (kind === 'Service' && parent === 'spec') return 'port';
    return /ontainers$/.test(parent) ? 'containerPort' : undefined;
  }
  return KEYS[field] || undefined;
}

/** Whether the object, or each item of the list, is a union. */
export function isUnion(field: string): boolean {
  return UNIONS.has(field);
}
