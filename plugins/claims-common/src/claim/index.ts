export { checkName } from './checkName';
export { claimEvents } from './claimEvents';
export { claimManifest } from './claimManifest';
export { claimState } from './claimState';
export { claimSummary } from './claimSummary';
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
export { isSecretRef } from './isSecretRef';
export { SETTLE_TIME, settleState, type SettledState } from './settleState';
