import { posix } from 'node:path';
import { SourceError } from '../git/SourceError';
import { matchesGlob } from '../glob';
import type { ApplicationSource } from '../types';

/**
 * The files of a source that hold manifests: `.yaml`, `.yml` and `.json` in its
 * folder, below it too with `directory.recurse`, by `include` and `exclude`.
 *
 * @param paths - All files of the commit.
 * @throws SourceError when there is no such folder, or it asks for a tool
 */
export function directoryFiles(
  source: ApplicationSource,
  paths: readonly string[],
): { path: string; name: string }[] {
  const folder = posix.normalize(source.path ?? '.').replace(/\/+$/, '');
  if (folder.startsWith('..') || folder.startsWith('/')) {
    throw new SourceError(`${source.path}: app path is absolute`);
  }
  const prefix = folder === '.' ? '' : `${folder}/`;
  const inside = paths
    .filter(path => path.startsWith(prefix))
    .map(path => ({ path, name: path.slice(prefix.length) }));
  if (inside.length === 0 && prefix !== '') {
    throw new SourceError(`${source.path}: app path does not exist`);
  }
  for (const { name } of inside) refuseTools(name);
  const { recurse, include, exclude } = source.directory ?? {};
  return inside.filter(
    ({ name }) =>
      (recurse || !name.includes('/')) &&
      /\.(ya?ml|json)$/.test(name) &&
      (!include || matchesGlob(include, name, '/')) &&
      (!exclude || !matchesGlob(exclude, name, '/')),
  );
}

function refuseTools(name: string): void {
  const tools: Record<string, string> = {
    'kustomization.yaml': 'Kustomize',
    'kustomization.yml': 'Kustomize',
    Kustomization: 'Kustomize',
    'Chart.yaml': 'Helm',
  };
  const tool = tools[name];
  if (tool) {
    throw new SourceError(
      `${name}: ${tool} is not supported here; the sandbox reads folders of plain manifests`,
    );
  }
}
