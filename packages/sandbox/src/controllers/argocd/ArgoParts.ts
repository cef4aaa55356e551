import type {
  EventRecorder,
  InformerPool,
  KubernetesClient,
  Log,
} from '../runtime';
import type { ResourceComparer } from './compare/ResourceComparer';
import type { Repositories } from './git/GitRepositories';
import type { FreshObjects } from './live/FreshObjects';
import type { LiveObjects } from './live/LiveObjects';
import type { SourceRenderer } from './render/SourceRenderer';
import type { ResourceWriter } from './ResourceWriter';
import type { ArgoTiming } from './timing';
import type { Application, AppProject } from './types';

/** What the parts of Argo CD's stand-in share. */
export type ArgoParts = {
  /** The namespace of Argo CD itself. */
  namespace: string;
  /** Further namespaces whose Applications are looked after. */
  applicationNamespaces: readonly string[];
  client: KubernetesClient;
  pool: InformerPool;
  writer: ResourceWriter;
  repositories: Repositories;
  renderer: SourceRenderer;
  comparer: ResourceComparer;
  live: LiveObjects;
  applications: FreshObjects<Application>;
  projects: FreshObjects<AppProject>;
  recorder: EventRecorder;
  timing: ArgoTiming;
  log: Log;
};
