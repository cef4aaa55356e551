// The folder where a running Cairn keeps everything.
import fs from 'node:fs';
import path from 'node:path';
import { explainFileError } from './say.mjs';

/** Makes the folder when needed and proves that it can be written to. */
export function prepareDataDir(dataDir) {
  const probe = path.join(dataDir, `.probe.${process.pid}`);
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    fs.writeFileSync(probe, 'x'.repeat(4096));
  } catch (error) {
    throw explainFileError(error, dataDir);
  } finally {
    fs.rmSync(probe, { force: true });
  }
}
