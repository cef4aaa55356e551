import {
  parsePlatformFile,
  PLATFORM_FILE,
  renderDeploy,
  type TextFile,
} from '../files';
import type { FileChange } from '../types';
import type { MergeLabels } from './mergeText';
import { mergeTrees, type FileTree, type MergedTree } from './mergeTrees';

const SCORE_FILE = 'score.yaml';
const OVERRIDE = /^overrides\/([^/]+)\.yaml$/;

function textOf(tree: FileTree, path: string): string | undefined {
  const file = tree.get(path);
  return file && new TextDecoder().decode(file.content);
}

/** What `deploy/` is to be, by path; undefined when it cannot be said. */
function rendered(tree: FileTree): Map<string, string> | undefined {
  const score = textOf(tree, SCORE_FILE);
  const platform = textOf(tree, PLATFORM_FILE);
  const parsed =
    platform === undefined ? undefined : parsePlatformFile(platform);
  if (score === undefined || !parsed || !('file' in parsed)) {
    return undefined;
  }
  const paths = [...tree.keys()];
  const overrides = paths.flatMap(path => {
    const name = OVERRIDE.exec(path)?.[1];
    return name ? [[name, textOf(tree, path)] as const] : [];
  });
  // Only what a workload file can mount, and what it mounts is read by its path.
  const files = paths
    .filter(path => score.includes(path) || score.includes(`./${path}`))
    .map(path => [path, textOf(tree, path) ?? ''] as const);
  const deploy = renderDeploy({
    score,
    platform: parsed.file,
    overrides: Object.fromEntries(overrides),
    files: Object.fromEntries(files),
  });
  return deploy.files.length > 0
    ? new Map(deploy.files.map((it: TextFile) => [it.path, it.content]))
    : undefined;
}

function isSourceOfManifests(path: string): boolean {
  return path === SCORE_FILE || path === PLATFORM_FILE || OVERRIDE.test(path);
}

function changeOf(
  path: string,
  sides: { base?: string; before?: string; after?: string },
): FileChange | undefined {
  const { before, after, base } = sides;
  if (before === after) {
    return undefined;
  }
  const change =
    (after === undefined && 'removed') ||
    (before === undefined && 'added') ||
    'changed';
  return { path, change, outcome: base === before ? 'clean' : 'merged' };
}

/**
 * Like `mergeTrees`, for a whole repository of a golden path: where `deploy/` is what its `score.yaml`
 * renders to, it is rendered anew from what was merged, so that it cannot disagree with it. Manifests
 * somebody has edited by hand are merged like any other file.
 *
 * @public
 */
export function mergeRepository(options: {
  ours: FileTree;
  base: FileTree;
  theirs: FileTree;
  labels: MergeLabels;
}): MergedTree {
  const { ours, base } = options;
  const merged = mergeTrees(options);
  const before = rendered(ours);
  const isAsRendered =
    before && [...before].every(([path, text]) => textOf(ours, path) === text);
  const isDecided = merged.changes.every(
    ({ path, outcome }) => outcome !== 'conflict' || !isSourceOfManifests(path),
  );
  const after = isAsRendered && isDecided ? rendered(merged.files) : undefined;
  if (!before || !after) {
    return merged;
  }
  const made = new Set([...before.keys(), ...after.keys()]);
  const changes = merged.changes.filter(({ path }) => !made.has(path));
  for (const path of made) {
    const text = after.get(path);
    if (text === undefined) {
      merged.files.delete(path);
    } else {
      merged.files.set(path, {
        content: new TextEncoder().encode(text),
        executable: false,
      });
    }
    const change = changeOf(path, {
      before: before.get(path),
      after: text,
      base: textOf(base, path),
    });
    if (change) {
      changes.push(change);
    }
  }
  changes.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { files: merged.files, changes };
}
