export { policyOptionsFrom } from './policyOptionsFrom';
export { type ReportGroup } from './kyverno/buildReport';
export {
  startPolicy,
  type PolicyEngines,
  type PolicyOptions,
} from './startPolicy';
export { recordedTiming, sandboxTiming, type PolicyTiming } from './timing';
