export { instanceNameOf, trackingIdOf } from './tracking';
export {
  createArgoService,
  type ArgoOptions,
  type ArgoService,
  type ManagedResource,
} from './createArgoService';
export type { CommitInfo, Repositories } from './git/GitRepositories';
export { SourceError } from './git/SourceError';
export { parseManifests } from './render/parseManifests';
export { matchesGlob } from './glob';
export type { ResourceNode, ResourceTree } from './tree/ResourceTree';
export type { WindowState } from './project/windows';
export { hasSeveralSources, sourcesOf } from './applicationSources';
export { refreshAnnotation, resourcesFinalizer } from './annotations';
export {
  startArgoController,
  type ArgoController,
  type ArgoControllerOptions,
} from './startArgoController';
export { defaultTiming, type ArgoTiming } from './timing';
export {
  argoApiVersion,
  type Application,
  type ApplicationCondition,
  type ApplicationSource,
  type ApplicationSpec,
  type ApplicationStatus,
  type AppProject,
  type Destination,
  type Health,
  type Operation,
  type OperationState,
  type ResourceResult,
  type ResourceStatus,
  type RevisionHistory,
  type SyncOperation,
  type SyncPolicy,
  type SyncWindow,
} from './types';
