import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  stopCairn,
  cairn,
} from '../../../packages/app/e2e-tests/support/cairn';
import { cleanTarget, prepareTarget } from './prepareTarget';
import { startOnReal } from './startOnReal';
import { startOnSandbox } from './startOnSandbox';
import { root, target, writeTarget } from './target';
import { targetName } from './targetName';

/** Starts a Cairn for all journeys, on the platform that was asked for, and stops it after the last. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  mkdirSync(path.join(root, 'test-output'), { recursive: true });
  // For whoever writes journeys: on what another run of them has started and still holds.
  if (process.env.CAIRN_JOURNEYS_REUSE) return async () => {};
  const dataDir = mkdtempSync(path.join(tmpdir(), 'cairn-journeys-'));
  const run = randomBytes(3).toString('hex');
  const start = targetName() === 'real' ? startOnReal : startOnSandbox;
  const started = await start({ dataDir, run });
  const finish = async () => {
    await stopCairn(cairn());
    started.stop();
    if (!process.env.CAIRN_E2E_KEEP) {
      rmSync(dataDir, { recursive: true, force: true });
    }
  };
  try {
    writeTarget(started.state);
    await prepareTarget(target());
  } catch (error) {
    await finish();
    throw error;
  }
  return async () => {
    try {
      await cleanTarget(target());
    } finally {
      await finish();
    }
  };
}
