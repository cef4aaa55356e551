import type { ComponentDefinition } from '@cairn/plugin-dora-common';

/** A component of the catalog, as far as its facts go. @public */
export interface ComponentEntry {
  /** Its `uid` is the annotation `cairn.dev/dora-id`, else the entity reference. */
  definition: ComponentDefinition;
  entityRef: string;
  annotations: Readonly<Record<string, string>>;
  /** Which sources tell of its deployments. Left out: any. */
  deploymentSources?: readonly string[];
  /** Entity reference of the owner. */
  owner?: string;
  /** Entity reference of the system. */
  system?: string;
}

/** An environment, whatever a source calls it. @public */
export interface EnvironmentEntry {
  name: string;
  /** Only `production` is counted. */
  tier: string;
}
