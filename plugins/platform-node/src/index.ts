export { audited } from './audit/audited';
export { clusterRegistryServiceRef } from './clusters/services';
export {
  isKubernetesInvalidError,
  KubernetesInvalidError,
} from './http/KubernetesInvalidError';
export type { KubernetesCause } from './http/KubernetesInvalidError';
export {
  createIsNamespaceOwnerRule,
  NAMESPACE_OWNER_RULE,
} from './permissions/createIsNamespaceOwnerRule';
export type { NamespaceOwnerQuery } from './permissions/createIsNamespaceOwnerRule';
export { ownerScope } from './permissions/ownerScope';
export type { OwnerScope } from './permissions/ownerScope';
export type { Person, PersonService } from './person/PersonService';
export { personServiceRef } from './person/services';
export { namespaceTenancyServiceRef } from './tenancy/services';
export * from './types';
export { userKubernetesClientServiceRef } from './user/services';
export { mergeSources } from './watch/mergeSources';
export { watchCacheServiceRef } from './watch/services';
