import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './target';

const run = promisify(execFile);

/** Stops a part of the real platform, or starts it again, as `npm run platform` does. */
export async function setPart(
  platformDir: string,
  part: string,
  to: 'stop' | 'start',
): Promise<void> {
  await run(
    process.execPath,
    [
      path.join(root, 'scripts', 'platform.mjs'),
      to,
      part,
      '--data-dir',
      platformDir,
    ],
    { timeout: 90_000 },
  );
}

/** Why the parts of the platform under test may not be stopped; nothing when they may. */
export function whyNotToStop(platformDir: string | undefined): string {
  if (!platformDir) {
    return 'the sandbox is one process: its Argo CD has no repo server of its own that could be stopped';
  }
  return process.env.CAIRN_PLATFORM_OWN
    ? ''
    : 'others may use this platform too; set CAIRN_PLATFORM_OWN=1 when it is yours';
}
