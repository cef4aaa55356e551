export {
  startWorkloads,
  type WorkloadOptions,
  type Workloads,
} from './startWorkloads';
export { defaultTiming, type WorkloadTiming } from './timing';
