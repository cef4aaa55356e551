export {
  startServiceAccounts,
  type ServiceAccounts,
  type ServiceAccountsOptions,
} from './startServiceAccounts';
