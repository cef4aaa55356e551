export { SET_REFRESH } from './ApplicationSetReconciler';
export type { GitReader } from './generators/generatorTypes';
export {
  startApplicationSetController,
  type ApplicationSetOptions,
} from './startApplicationSetController';
export type { ApplicationSet } from './types';
