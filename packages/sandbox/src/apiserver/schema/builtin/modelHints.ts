/** What the client's models leave out: how lists merge, and some defaults. */

/** Lists that merge by key, as `Type.field` and their keys. */
export const mapLists: Record<string, string> = {
  'Container.env': 'name',
  'Container.ports': 'containerPort protocol',
  'Container.volumeDevices': 'devicePath',
  'Container.volumeMounts': 'mountPath',
  'CustomResourceDefinitionStatus.conditions': 'type',
  'DaemonSetStatus.conditions': 'type',
  'DeploymentStatus.conditions': 'type',
  'EphemeralContainer.env': 'name',
  'EphemeralContainer.ports': 'containerPort protocol',
  'EphemeralContainer.volumeDevices': 'devicePath',
  'EphemeralContainer.volumeMounts': 'mountPath',
  'HorizontalPodAutoscalerStatus.conditions': 'type',
  'NamespaceStatus.conditions': 'type',
  'NodeStatus.addresses': 'type',
  'NodeStatus.conditions': 'type',
  'ObjectMeta.ownerReferences': 'uid',
  'PersistentVolumeClaimStatus.conditions': 'type',
  'PodDisruptionBudgetStatus.conditions': 'type',
  'PodSpec.containers': 'name',
  'PodSpec.ephemeralContainers': 'name',
  'PodSpec.hostAliases': 'ip',
  'PodSpec.imagePullSecrets': 'name',
  'PodSpec.initContainers': 'name',
  'PodSpec.resourceClaims': 'name',
  'PodSpec.schedulingGates': 'name',
  'PodSpec.topologySpreadConstraints': 'topologyKey whenUnsatisfiable',
  'PodSpec.volumes': 'name',
  'PodStatus.conditions': 'type',
  'PodStatus.podIPs': 'ip',
  'ReplicaSetStatus.conditions': 'type',
  'ResourceRequirements.claims': 'name',
  'ServiceAccount.secrets': 'name',
  'ServiceSpec.ports': 'port protocol',
  'ServiceStatus.conditions': 'type',
  'StatefulSetStatus.conditions': 'type',
};

/** Lists that are sets. */
export const setLists = new Set([
  'ContainerRestartRuleOnExitCodes.values',
  'Endpoint.addresses',
  'ObjectMeta.finalizers',
  'PodFailurePolicyOnExitCodesRequirement.values',
  'UncountedTerminatedPods.failed',
  'UncountedTerminatedPods.succeeded',
]);

/** Lists without a list type that strategic merge joins by a key all the same. */
export const patchKeys: Record<string, string> = {
  'JobStatus.conditions': 'type',
  'PodStatus.hostIPs': 'ip',
};

/** Strategic merge strategies beyond `merge`. */
export const patchStrategies: Record<string, string> = {
  'DeploymentSpec.strategy': 'retainKeys',
  'ObjectMeta.finalizers': 'merge',
  'PodSpec.resourceClaims': 'merge,retainKeys',
  'PodSpec.volumes': 'merge,retainKeys',
};

/** Types that are replaced as a whole. */
export const atomicTypes = new Set([
  'ConfigMapKeySelector',
  'EndpointAddress',
  'EndpointPort',
  'FileKeySelector',
  'LabelSelector',
  'LocalObjectReference',
  'NodeSelector',
  'NodeSelectorTerm',
  'ObjectFieldSelector',
  'ObjectReference',
  'OwnerReference',
  'ResourceFieldSelector',
  'RoleRef',
  'ScopeSelector',
  'SecretKeySelector',
  'SecretReference',
  'ServiceBackendPort',
  'Subject',
  'TypedLocalObjectReference',
]);

/** Maps that are replaced as a whole. */
export const atomicMaps = new Set([
  'PodSpec.nodeSelector',
  'ReplicationControllerSpec.selector',
  'ServiceSpec.selector',
]);

/** Defaults the server fills in that do not hang on other fields. */
export const defaults: Record<string, unknown> = {
  'Container.terminationMessagePath': '/dev/termination-log',
  'Container.terminationMessagePolicy': 'File',
  'ContainerPort.protocol': 'TCP',
  'CronJobSpec.concurrencyPolicy': 'Allow',
  'CronJobSpec.failedJobsHistoryLimit': 1,
  'CronJobSpec.successfulJobsHistoryLimit': 3,
  'CronJobSpec.suspend': false,
  'DaemonSetSpec.revisionHistoryLimit': 10,
  'DeploymentSpec.progressDeadlineSeconds': 600,
  'DeploymentSpec.replicas': 1,
  'DeploymentSpec.revisionHistoryLimit': 10,
  'HTTPGetAction.scheme': 'HTTP',
  'HorizontalPodAutoscalerSpec.minReplicas': 1,
  'JobSpec.backoffLimit': 6,
  'JobSpec.suspend': false,
  'NetworkPolicyPort.protocol': 'TCP',
  'PodSpec.dnsPolicy': 'ClusterFirst',
  'PodSpec.restartPolicy': 'Always',
  'ObjectFieldSelector.apiVersion': 'v1',
  'PersistentVolumeClaimSpec.volumeMode': 'Filesystem',
  'PersistentVolumeSpec.persistentVolumeReclaimPolicy': 'Retain',
  'PersistentVolumeSpec.volumeMode': 'Filesystem',
  'PodSpec.securityContext': {},
  'PriorityClass.preemptionPolicy': 'PreemptLowerPriority',
  'PodSpec.schedulerName': 'default-scheduler',
  'PodSpec.terminationGracePeriodSeconds': 30,
  'Probe.failureThreshold': 3,
  'Probe.periodSeconds': 10,
  'Probe.successThreshold': 1,
  'Probe.timeoutSeconds': 1,
  'ReplicaSetSpec.replicas': 1,
  'Secret.type': 'Opaque',
  'ServiceAccountTokenProjection.expirationSeconds': 3600,
  'ServicePort.protocol': 'TCP',
  'ServiceSpec.internalTrafficPolicy': 'Cluster',
  'ServiceSpec.sessionAffinity': 'None',
  'ServiceSpec.type': 'ClusterIP',
  'StatefulSetSpec.podManagementPolicy': 'OrderedReady',
  'StatefulSetSpec.replicas': 1,
  'StatefulSetSpec.revisionHistoryLimit': 10,
  'StorageClass.reclaimPolicy': 'Delete',
  'StorageClass.volumeBindingMode': 'Immediate',
};

/** Fields that hold quantities, which are written as text or as numbers. */
export const quantities = new Set([
  'ContainerStatus.allocatedResources',
  'EmptyDirVolumeSource.sizeLimit',
  'LimitRangeItem.default',
  'LimitRangeItem.defaultRequest',
  'LimitRangeItem.max',
  'LimitRangeItem.maxLimitRequestRatio',
  'LimitRangeItem.min',
  'MetricTarget.averageValue',
  'MetricTarget.value',
  'MetricValueStatus.averageValue',
  'MetricValueStatus.value',
  'NodeStatus.allocatable',
  'NodeStatus.capacity',
  'PersistentVolumeClaimStatus.allocatedResources',
  'PersistentVolumeClaimStatus.capacity',
  'PersistentVolumeSpec.capacity',
  'PodSpec.overhead',
  'ResourceFieldSelector.divisor',
  'ResourceQuotaSpec.hard',
  'ResourceQuotaStatus.hard',
  'ResourceQuotaStatus.used',
  'ResourceRequirements.limits',
  'ResourceRequirements.requests',
  'VolumeResourceRequirements.limits',
  'VolumeResourceRequirements.requests',
]);

/** Fields the client calls required that the server takes without. */
export const optionalAfterAll = new Set([
  'RoleRef.apiGroup',
  'CustomResourceDefinitionStatus.conditions',
  'CustomResourceDefinitionNames.listKind',
]);
