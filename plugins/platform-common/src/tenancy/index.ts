export { groupRefToOwnerLabel, ownerLabelToGroupRef } from './ownerLabel';
export {
  DEFAULT_IMPERSONATION_PREFIX,
  groupRefToImpersonationName,
  userRefToImpersonationName,
} from './impersonation';
