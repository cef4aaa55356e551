import type { KubernetesObject } from '../../runtime';
import type { Repositories } from '../git/GitRepositories';
import { SourceError } from '../git/SourceError';
import type { ApplicationSource } from '../types';
import { directoryFiles } from './directoryFiles';
import { parseManifests } from './parseManifests';

const MAX_REMEMBERED = 300;

/** Makes manifests of sources, and remembers what it made of each commit. */
export class SourceRenderer {
  private readonly known = new Map<string, Promise<KubernetesObject[]>>();

  constructor(private readonly repositories: Repositories) {}

  /**
   * The manifests of a source at a commit. They are shared: not to be changed.
   *
   * @throws SourceError as Argo CD words it
   */
  async render(
    source: ApplicationSource,
    sha: string,
    options: { fresh?: boolean } = {},
  ): Promise<KubernetesObject[]> {
    const { repoURL, path, directory } = source;
    const id = JSON.stringify([repoURL, sha, path, directory]);
    const known = options.fresh ? undefined : this.known.get(id);
    const result = known ?? this.load(source, sha);
    this.known.delete(id);
    this.known.set(id, result);
    result.catch(() => this.known.delete(id));
    if (this.known.size > MAX_REMEMBERED) {
      const oldest = this.known.keys().next();
      if (!oldest.done) this.known.delete(oldest.value);
    }
    return result;
  }

  private async load(source: ApplicationSource, sha: string) {
    const { chart, helm, kustomize, plugin, repoURL } = source;
    if (chart || helm) throw unsupported('Helm');
    if (kustomize) throw unsupported('Kustomize');
    if (plugin) throw unsupported('a config management plugin');
    if (source.directory?.jsonnet && hasContent(source.directory.jsonnet)) {
      throw unsupported('Jsonnet');
    }
    // A source that others only refer to has nothing of its own.
    if (source.ref && !source.path) return [];
    const paths = await this.repositories.listFiles(repoURL, sha);
    const files = directoryFiles(source, paths);
    const texts = await this.repositories.readFiles(
      repoURL,
      sha,
      files.map(file => file.path),
    );
    return files.flatMap(({ name }, index) =>
      parseManifests(name, texts[index] ?? ''),
    );
  }
}

/** What a source is, for `status.sourceType`. */
export function sourceTypeOf(source: ApplicationSource): string {
  if (source.chart || source.helm) return 'Helm';
  if (source.kustomize) return 'Kustomize';
  return source.plugin ? 'Plugin' : 'Directory';
}

function unsupported(tool: string): SourceError {
  return new SourceError(
    `spec.source: ${tool} is not supported here; the sandbox reads folders of plain manifests`,
  );
}

function hasContent(value: object): boolean {
  return Object.values(value).some(
    each => each && Object.keys(Object(each)).length > 0,
  );
}
