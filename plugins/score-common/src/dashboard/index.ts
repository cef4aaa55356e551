export {
  observabilityFiles,
  type ObservabilityFile,
} from './observabilityFiles';
export { renderAlerts } from './renderAlerts';
export { renderDashboard } from './renderDashboard';
export type {
  ServiceLanguage,
  WatchedEnvironment,
  WatchedKind,
  WatchedWorkload,
} from './types';
