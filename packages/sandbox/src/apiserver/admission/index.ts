export { AdmissionControl } from './AdmissionControl';
export type { AdmissionSession } from './AdmissionSession';
export {
  admitDeletion,
  mutateOnAdmission,
  requestOptions,
  validateOnAdmission,
} from './admitWrite';
