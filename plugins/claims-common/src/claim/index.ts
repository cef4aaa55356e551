export { checkName } from './checkName';
export { claimEvents } from './claimEvents';
export { claimManifest } from './claimManifest';
export { claimState } from './claimState';
export { claimSummary } from './claimSummary';
export {
  claimWarnings,
  providerSecretName,
  type SecretTimes,
} from './claimWarnings';
export {
  functionNames,
  isComposite,
  newerRevision,
  type NewerRevision,
} from './composition';
export { claimTimeline } from './claimTimeline';
export {
  composedRefKey,
  composedRefs,
  groupOf,
  type ComposedRef,
} from './composedRefs';
export {
  collectComposedRefs,
  composedTree,
  type ComposedLookup,
} from './composedTree';
export { connectionInfo } from './connectionInfo';
export {
  describeClaim,
  needsContext,
  type ClaimContext,
} from './describeClaim';
export { isSecretRef } from './isSecretRef';
export { SETTLE_TIME, settleState, type SettledState } from './settleState';
