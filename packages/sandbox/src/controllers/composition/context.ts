import type {
  EventRecorder,
  InformerPool,
  KubernetesClient,
  Log,
} from '../runtime';

/** What every controller of this folder works with. */
export type Context = {
  client: KubernetesClient;
  pool: InformerPool;
  events: EventRecorder;
  log: Log;
};

/** The group version of Compositions and their revisions. */
export const COMPOSITION_API = 'apiextensions.crossplane.io/v1';
