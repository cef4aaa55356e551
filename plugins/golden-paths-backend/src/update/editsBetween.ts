import type { FileTree } from '@cairn/plugin-golden-paths-common';
import type { FileChange } from '@cairn/plugin-golden-paths-node';

/** What turns a tree into another, in the order of the paths. */
export function editsBetween(before: FileTree, after: FileTree): FileChange[] {
  const edits: FileChange[] = [];
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(path), after.get(path)];
    if (!now) {
      edits.push({ path, content: undefined, executable: false });
    } else if (
      !old ||
      old.executable !== now.executable ||
      Buffer.compare(old.content, now.content) !== 0
    ) {
      edits.push({
        path,
        content: Buffer.from(now.content),
        executable: now.executable,
      });
    }
  }
  return edits;
}
