export { ComponentIndex, type DirectoryOptions } from './ComponentIndex';
export { environmentNamed, type EnvironmentOptions } from './environments';
export { readDirectoryOptions } from './readDirectoryOptions';
export { repositoryOf, type RepositoryPlace } from './repositoryOf';
export {
  resolveComponent,
  resolveEnvironment,
  resolveRepository,
  type Resolution,
} from './resolve';
export type { ComponentEntry, EnvironmentEntry } from './types';
