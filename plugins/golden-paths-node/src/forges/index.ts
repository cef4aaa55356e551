export type {
  CiStart,
  Forge,
  ForgePull,
  ForgeRepository,
  GitCredentials,
  RepositoryRef,
  Visibility,
} from './Forge';
export { forgeOf } from './forgeOf';
