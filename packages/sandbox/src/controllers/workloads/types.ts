import type { JsonObject, KubernetesObject, ObjectMeta } from '../runtime';

/** A label selector, as in `spec.selector`. */
export type LabelSelector = {
  matchLabels?: Record<string, string>;
  matchExpressions?: {
    key: string;
    operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    values?: string[];
  }[];
};

/** A container as far as its life depends on it. */
export type Container = JsonObject & {
  name: string;
  image?: string;
  imagePullPolicy?: string;
  restartPolicy?: string;
  ports?: { name?: string; containerPort: number; protocol?: string }[];
  resources?: {
    requests?: Record<string, string>;
    limits?: Record<string, string>;
  };
};

/** `spec` of a pod. */
export type PodSpec = JsonObject & {
  containers: Container[];
  initContainers?: Container[];
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  restartPolicy?: 'Always' | 'OnFailure' | 'Never';
};

/** `spec.template` of a workload. */
export type PodTemplate = { metadata?: ObjectMeta; spec: PodSpec };

/** What a container does at the moment; exactly one is set. */
export type ContainerState = {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: {
    exitCode: number;
    reason: string;
    startedAt: string;
    finishedAt: string;
    containerID: string;
  };
};

/** An entry of `status.containerStatuses`. */
export type ContainerStatus = {
  name: string;
  state: ContainerState;
  lastState: ContainerState;
  ready: boolean;
  restartCount: number;
  image: string;
  imageID: string;
  containerID?: string;
  started: boolean;
};

/** A condition of a pod. */
export type PodCondition = {
  type: string;
  status: 'True' | 'False';
  lastProbeTime: null;
  lastTransitionTime: string;
  reason?: string;
  message?: string;
  observedGeneration?: number;
};

/** `status` of a pod. */
export type PodStatus = {
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  observedGeneration?: number;
  conditions?: PodCondition[];
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
  hostIP?: string;
  hostIPs?: { ip: string }[];
  podIP?: string;
  podIPs?: { ip: string }[];
  startTime?: string;
  qosClass?: string;
  reason?: string;
  message?: string;
};

type Typed<Spec, Status> = Omit<KubernetesObject, 'spec' | 'status'> & {
  spec: Spec;
  status?: Status;
};

/** A pod. */
export type Pod = KubernetesObject & Typed<PodSpec, PodStatus>;

/** Conditions of workloads; Deployments also say when they were updated. */
export type WorkloadCondition = {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  lastProbeTime?: string;
  lastUpdateTime?: string;
  lastTransitionTime: string;
  reason: string;
  message: string;
};

/** A ReplicaSet. */
export type ReplicaSet = KubernetesObject &
  Typed<
    {
      replicas?: number;
      minReadySeconds?: number;
      selector: LabelSelector;
      template: PodTemplate;
    },
    {
      replicas: number;
      fullyLabeledReplicas?: number;
      readyReplicas?: number;
      availableReplicas?: number;
      observedGeneration?: number;
      conditions?: WorkloadCondition[];
    }
  >;

/** A Deployment. */
export type Deployment = KubernetesObject &
  Typed<
    {
      replicas?: number;
      minReadySeconds?: number;
      paused?: boolean;
      progressDeadlineSeconds?: number;
      revisionHistoryLimit?: number;
      selector: LabelSelector;
      template: PodTemplate;
      strategy?: {
        type?: 'Recreate' | 'RollingUpdate';
        rollingUpdate?: {
          maxSurge?: number | string;
          maxUnavailable?: number | string;
        };
      };
    },
    {
      observedGeneration?: number;
      replicas?: number;
      updatedReplicas?: number;
      readyReplicas?: number;
      availableReplicas?: number;
      unavailableReplicas?: number;
      collisionCount?: number;
      conditions?: WorkloadCondition[];
    }
  >;

/** A StatefulSet. */
export type StatefulSet = KubernetesObject &
  Typed<
    {
      replicas?: number;
      serviceName?: string;
      minReadySeconds?: number;
      podManagementPolicy?: 'OrderedReady' | 'Parallel';
      ordinals?: { start?: number };
      selector: LabelSelector;
      template: PodTemplate;
      updateStrategy?: {
        type?: 'RollingUpdate' | 'OnDelete';
        rollingUpdate?: { partition?: number };
      };
      volumeClaimTemplates?: { metadata: ObjectMeta; spec: JsonObject }[];
    },
    JsonObject
  >;

/** A DaemonSet. */
export type DaemonSet = KubernetesObject &
  Typed<
    {
      minReadySeconds?: number;
      selector: LabelSelector;
      template: PodTemplate;
    },
    JsonObject
  >;

/** A Job. */
export type Job = KubernetesObject &
  Typed<
    {
      parallelism?: number;
      completions?: number;
      backoffLimit?: number;
      activeDeadlineSeconds?: number;
      ttlSecondsAfterFinished?: number;
      suspend?: boolean;
      template: PodTemplate;
    },
    {
      startTime?: string;
      completionTime?: string;
      active?: number;
      ready?: number;
      succeeded?: number;
      failed?: number;
      conditions?: WorkloadCondition[];
    }
  >;

/** A CronJob. */
export type CronJob = KubernetesObject &
  Typed<
    {
      schedule: string;
      timeZone?: string;
      suspend?: boolean;
      startingDeadlineSeconds?: number;
      concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
      successfulJobsHistoryLimit?: number;
      failedJobsHistoryLimit?: number;
      jobTemplate: { metadata?: ObjectMeta; spec: Job['spec'] };
    },
    {
      active?: JsonObject[];
      lastScheduleTime?: string;
      lastSuccessfulTime?: string;
    }
  >;
