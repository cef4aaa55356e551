import type { StateComparison } from '../compare/StateComparer';
import type {
  Application,
  AppProject,
  OperationState,
  SyncOperation,
} from '../types';

/** A synchronisation to do, with all that it needs to know. */
export type SyncRequest = {
  app: Application;
  project: AppProject;
  sync: SyncOperation;
  comparison: StateComparison;
  state: OperationState;
  syncOptions: string[];
  /** The Application's name in the marks of its resources. */
  instance: string;
};
