export { ComponentIndex, type DirectoryOptions } from './ComponentIndex';
export { environmentNamed, type EnvironmentOptions } from './environments';
export { readDirectoryOptions } from './readDirectoryOptions';
export { repositoryOf, type RepositoryPlace } from './repositoryOf';
export {
  deployedBy,
  resolveComponent,
  resolveEnvironment,
  resolveRepository,
  TOLD_BY_ANOTHER,
  type Resolution,
} from './resolve';
export type { ComponentEntry, EnvironmentEntry } from './types';
