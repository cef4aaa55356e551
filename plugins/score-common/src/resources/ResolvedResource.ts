import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { JsonObject } from '../json';
import type { Output, Provisioner } from '../types';

/** A resource of the workload, provided for. */
export interface ResolvedResource {
  name: string;
  provisioner: Provisioner;
  /** Placeholders replaced. */
  params: JsonObject;
  outputs: Record<string, Output>;
  /** The request to the platform, for one that is made by a claim. */
  claim?: KubernetesObject;
}
