import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { Problems } from '../parse/Problems';
import type { ScoreWorkload } from '../parse/workloadSchema';
import type { Resources } from '../resources/resolveResources';
import type { ScoreEnvironment } from '../types';
import type { WorkloadSettings } from './readSettings';

/** What every part of the rendering works from. */
export interface RenderContext {
  workload: ScoreWorkload;
  settings: WorkloadSettings;
  environment: ScoreEnvironment;
  owner: string;
  /** On every object. */
  labels: Record<string, string>;
  /** What picks this workload's pods. */
  selector: Record<string, string>;
  resources: Resources;
  /** Images by container, for those the file leaves to the pipeline. */
  images: Record<string, string>;
  /** Contents by the path a file's `source` gives. */
  files: Record<string, string>;
  problems: Problems;
}

/** The metadata of an object of this workload. */
export function metadataOf(
  { environment, labels }: Pick<RenderContext, 'environment' | 'labels'>,
  name: string,
): KubernetesObject['metadata'] {
  return { name, namespace: environment.namespace, labels: { ...labels } };
}
