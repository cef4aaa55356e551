import type { FileChange } from '../types';
import { type MergeLabels, mergeText } from './mergeText';

/** A file of a tree. @public */
export interface TreeFile {
  content: Uint8Array;
  executable: boolean;
}

/** Files by their paths. @public */
export type FileTree = ReadonlyMap<string, TreeFile>;

/** What came of a merge. @public */
export interface MergedTree {
  /** All files of the result. */
  files: Map<string, TreeFile>;
  /** What is different from ours, and what could not be merged; by path. */
  changes: FileChange[];
}

/** Larger files are not worth merging by lines. */
const MAX_TEXT = 1024 * 1024;

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return (
    one.length === other.length && one.every((byte, at) => byte === other[at])
  );
}

function isSame(one: TreeFile | undefined, other: TreeFile | undefined) {
  return one && other
    ? one.executable === other.executable &&
        sameBytes(one.content, other.content)
    : one === other;
}

/** @returns undefined for what is no text */
function textOf({ content }: TreeFile): string | undefined {
  if (content.length > MAX_TEXT || content.includes(0)) {
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      content,
    );
  } catch {
    return undefined;
  }
}

interface Sides {
  ours?: TreeFile;
  base?: TreeFile;
  theirs?: TreeFile;
}

/** The file as it is to be, undefined when it is to be gone, and what to say of it. */
interface Settled {
  file?: TreeFile;
  outcome: FileChange['outcome'];
  reason?: string;
}

const EMPTY: TreeFile = { content: new Uint8Array(), executable: false };

function mergeBoth(
  ours: TreeFile,
  base: TreeFile | undefined,
  theirs: TreeFile,
  labels: MergeLabels,
): Settled {
  const [our, old, their] = [ours, base ?? EMPTY, theirs].map(textOf);
  if (our === undefined || old === undefined || their === undefined) {
    return {
      file: ours,
      outcome: 'conflict',
      reason:
        'Changed here and in the newer version, and not a text that can be merged; it stays as it is here.',
    };
  }
  const { text, conflicts } = mergeText({
    ours: our,
    base: old,
    theirs: their,
    labels,
  });
  const executable =
    base && base.executable !== theirs.executable
      ? theirs.executable
      : ours.executable;
  const file = { content: new TextEncoder().encode(text), executable };
  if (conflicts === 0) {
    return { file, outcome: 'merged' };
  }
  const places = conflicts === 1 ? 'one place' : `${conflicts} places`;
  return {
    file,
    outcome: 'conflict',
    reason: base
      ? `Changed here and in the newer version, in ${places}; both are between conflict markers.`
      : 'Added here and in the newer version; both are between conflict markers.',
  };
}

/** @returns undefined when ours stays as it is, with nothing to say */
function settle(
  { ours, base, theirs }: Sides,
  labels: MergeLabels,
): Settled | undefined {
  if (isSame(base, theirs) || isSame(ours, theirs)) {
    return undefined;
  }
  if (isSame(ours, base)) {
    return { file: theirs, outcome: 'clean' };
  }
  if (!theirs) {
    return {
      file: ours,
      outcome: 'conflict',
      reason:
        'The newer version removes it, but it has been changed here; it is kept.',
    };
  }
  if (!ours) {
    return {
      outcome: 'conflict',
      reason:
        'The newer version changes it, but it has been removed here; it stays removed.',
    };
  }
  return mergeBoth(ours, base, theirs, labels);
}

function describe(path: string, sides: Sides, settled: Settled): FileChange {
  const { outcome, reason } = settled;
  const change =
    (!sides.theirs && 'removed') || (!sides.base && 'added') || 'changed';
  return { path, change, outcome, ...(reason && { reason }) };
}

/**
 * Brings what changed between two skeletons into a repository: `base` is what the old one made, `theirs`
 * what the newer one makes, `ours` what is there. What only the repository changed is not touched, and
 * files the skeletons do not know are left alone.
 *
 * @public
 */
export function mergeTrees(options: {
  ours: FileTree;
  base: FileTree;
  theirs: FileTree;
  labels: MergeLabels;
}): MergedTree {
  const { ours, base, theirs, labels } = options;
  const files = new Map(ours);
  const changes: FileChange[] = [];
  const paths = [...new Set([...base.keys(), ...theirs.keys()])].sort();
  for (const path of paths) {
    const sides = {
      ours: ours.get(path),
      base: base.get(path),
      theirs: theirs.get(path),
    };
    const settled = settle(sides, labels);
    if (settled) {
      changes.push(describe(path, sides, settled));
      if (settled.file) {
        files.set(path, settled.file);
      } else {
        files.delete(path);
      }
    }
  }
  return { files, changes };
}
