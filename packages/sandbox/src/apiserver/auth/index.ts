export { evaluateReview, reviewKinds } from './accessReviews';
export { aggregatedRules } from './aggregatedRules';
export { checkBindingEscalation, checkRoleEscalation } from './checkEscalation';
export {
  AUTHENTICATED_GROUP,
  UNAUTHENTICATED_GROUP,
  anonymousUser,
  asAuthenticated,
  createAuthenticator,
} from './createAuthenticator';
export { MASTERS_GROUP, createAuthorizer } from './createAuthorizer';
export {
  defaultClusterRoleBindings,
  defaultClusterRoles,
} from './defaultRoles';
export { forbiddenError, forbiddenMessage } from './forbidden';
export {
  impersonate,
  readImpersonation,
  type ImpersonationRequest,
  type RequestHeaders,
} from './impersonate';
export { describeRule, findUncoveredRules } from './ruleCoverage';
export {
  DEFAULT_ISSUER,
  ServiceAccountTokens,
  type ServiceAccountToken,
  type ServiceAccountTokenRequest,
} from './ServiceAccountTokens';
export {
  parseServiceAccountUsername,
  serviceAccountGroups,
  serviceAccountUsername,
} from './subjects';
