export { sqlApiVersion, sqlGroup } from './crds/crds';
export {
  startSqlProvider,
  type SqlProvider,
  type SqlProviderOptions,
} from './startSqlProvider';
