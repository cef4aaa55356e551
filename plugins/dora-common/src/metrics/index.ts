export { changeLeadTime, leadTimeSamples } from './changeLeadTime';
export { deploymentFrequency } from './deploymentFrequency';
export { failedDeploymentRecoveryTime } from './failedDeploymentRecoveryTime';
export { measure, measureBuckets } from './measure';
export { changeFailRate, deploymentReworkRate } from './rates';
export type {
  ChangeLeadTime,
  Coverage,
  DeliveryMetrics,
  DeploymentFrequency,
  FailedDeploymentRecoveryTime,
  LeadTimeSample,
  MeasureOptions,
  Metric,
  MetricFlag,
  NullReason,
  Rate,
  Stage,
} from './types';
