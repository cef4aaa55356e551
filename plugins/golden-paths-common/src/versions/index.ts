export {
  isVersion,
  newestFirst,
  versionState,
  type VersionState,
} from './versionState';
