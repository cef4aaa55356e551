// The folder where a running Cairn keeps everything.
import fs from 'node:fs';
import path from 'node:path';
import { explainFileError } from './say.mjs';

/**
 * Makes a folder and its parents. Not with mkdir's own `recursive`: where the kernel answers ENOENT
 * for a folder that cannot be made, as it does in /proc, Node 20 tries again for ever.
 */
export function makeFolder(folder, mode = 0o700) {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent, mode);
  try {
    fs.mkdirSync(folder, { mode });
  } catch (error) {
    // Another start may have made it in between; a file of that name is no folder.
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw error;
  }
}

/** Makes the folder when needed and proves that it can be written to. */
export function prepareDataDir(dataDir) {
  try {
    makeFolder(dataDir);
    const probe = path.join(dataDir, `.probe.${process.pid}`);
    try {
      fs.writeFileSync(probe, 'x'.repeat(4096));
    } finally {
      fs.rmSync(probe, { force: true });
    }
  } catch (error) {
    throw explainFileError(error, dataDir);
  }
}
