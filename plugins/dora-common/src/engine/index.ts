export { analyse, analyseComponents, type ComponentHistory } from './analyse';
export {
  DEFAULT_INCIDENT_WINDOW,
  DEFINITION_VERSION,
  type ComponentDefinition,
} from './ComponentDefinition';
export type {
  AnalysedDeployment,
  Change,
  Deployment,
  DeploymentFlag,
  DeploymentKind,
  FailureEvidence,
  FailureRule,
  Recovery,
  ReworkEvidence,
} from './types';
