export {
  conditionOf,
  conditionsOf,
  setConditions,
  wireTime,
  type Condition,
  type NewCondition,
} from './conditions';
export { connectionFromKubeconfig, type ClusterConnection } from './connection';
export { Discovery, type ApiResource } from './Discovery';
export { EventRecorder, type EventNote } from './EventRecorder';
export {
  Informer,
  keyOf,
  parseKey,
  type Change,
  type ChangeHandler,
  type InformerTiming,
} from './Informer';
export { InformerPool } from './InformerPool';
export { installMissing, untilEstablished } from './installDefinitions';
export { installOwn } from './installOwn';
export {
  isAlreadyExists,
  isConflict,
  isGone,
  isInvalid,
  isNotFound,
  KubernetesApiError,
  NoKindMatchError,
} from './KubernetesApiError';
export {
  KubernetesClient,
  refOf,
  type ApplyOptions,
  type DeleteOptions,
  type ListOptions,
  type ObjectList,
  type WatchEvent,
} from './KubernetesClient';
export {
  startController,
  type Controller,
  type ControllerOptions,
  type ReconcileResult,
  type Watch,
} from './startController';
export type {
  GroupVersionKind,
  Json,
  JsonObject,
  KubernetesObject,
  Log,
  ObjectKey,
  ObjectMeta,
  ObjectRef,
  OwnerReference,
} from './types';
export { exponentialBackoff, WorkQueue, type Backoff } from './WorkQueue';
