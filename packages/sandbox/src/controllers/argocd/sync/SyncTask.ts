import type { KubernetesObject } from '../../runtime';
import { deletePoliciesOf, type HookDeletePolicy } from '../annotations';
import { groupOf } from '../compare/mergeKeys';
import type { OperationPhase, ResourceResult, SyncPhase } from '../types';

/** One thing a synchronisation has to do: apply a resource, run a hook, or prune. */
export type SyncTask = {
  phase: SyncPhase;
  hook: boolean;
  target?: KubernetesObject;
  live?: KubernetesObject;
  wave: number;
  /** What became of it so far. */
  result?: ResourceResult;
};

const PHASES: SyncPhase[] = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];

/** Kinds in the order in which they are applied; all others come last. */
const KINDS = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];

/** The object a task is about. */
export function objectOf(task: SyncTask): KubernetesObject {
  const object = task.target ?? task.live;
  if (!object) throw new Error('a task is about nothing');
  return object;
}

/** Sorts tasks by phase, wave, kind and name. */
export function sortTasks(tasks: readonly SyncTask[]): SyncTask[] {
  return [...tasks].sort(
    (a, b) =>
      PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) ||
      a.wave - b.wave ||
      kindRank(a) - kindRank(b) ||
      compareNames(a, b),
  );
}

export function isPrune(task: SyncTask): boolean {
  return !task.target;
}

export function isPending(task: SyncTask): boolean {
  return task.result?.hookPhase === undefined && !isInvalid(task);
}

export function isRunning(task: SyncTask): boolean {
  return task.result?.hookPhase === 'Running';
}

export function isCompleted(task: SyncTask): boolean {
  const done: (OperationPhase | undefined)[] = ['Succeeded', 'Failed', 'Error'];
  return done.includes(task.result?.hookPhase);
}

/** Whether a task has ended badly. */
export function isFailed(task: SyncTask): boolean {
  return isCompleted(task) && task.result?.hookPhase !== 'Succeeded';
}

/** Whether the tasks need more than one step: several phases or waves. */
export function isMultiStep(tasks: readonly SyncTask[]): boolean {
  const [first] = tasks;
  return tasks.some(it => it.phase !== first?.phase || it.wave !== first.wave);
}

/** Whether a hook is to be deleted by a policy. */
export function hasDeletePolicy(
  task: SyncTask,
  policy: HookDeletePolicy,
): boolean {
  return task.hook && deletePoliciesOf(objectOf(task)).includes(policy);
}

/** What a task is called in messages, such as `apps/Deployment/web`. */
export function labelOf(task: SyncTask): string {
  const { apiVersion, kind, metadata } = objectOf(task);
  return `${groupOf(apiVersion)}/${kind}/${metadata.name}`;
}

function isInvalid(task: SyncTask): boolean {
  return task.result?.status === 'SyncFailed';
}

function kindRank(task: SyncTask): number {
  const rank = KINDS.indexOf(objectOf(task).kind);
  return rank < 0 ? KINDS.length : rank;
}

function compareNames(a: SyncTask, b: SyncTask): number {
  const [one = '', other = ''] = [a, b].map(it => objectOf(it).metadata.name);
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
