import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { manifestsToYaml } from '@cairn/plugin-score-common';

/** A text file of a repository. @public */
export interface TextFile {
  /** Relative, with forward slashes. */
  path: string;
  content: string;
}

/** The folder of the manifests of an environment. @public */
export function deployFolder(environment: string): string {
  return `deploy/${environment}`;
}

/**
 * The manifests of an environment as files, one for each object: `deploy/<environment>/<kind>-<name>.yaml`
 * in small letters.
 *
 * @public
 */
export function manifestFiles(options: {
  environment: string;
  manifests: readonly KubernetesObject[];
}): TextFile[] {
  return options.manifests
    .map(manifest => ({
      path: `${deployFolder(options.environment)}/${[
        manifest.kind,
        manifest.metadata.name,
      ]
        .join('-')
        .toLowerCase()}.yaml`,
      content: manifestsToYaml([manifest]),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
