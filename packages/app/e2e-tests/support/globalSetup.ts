import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cairn, startCairn, stopCairn, pointToRunningCairn } from './cairn';

/** Starts one Cairn for all browser tests and stops it after the last. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  mkdirSync(path.resolve(__dirname, '../../../../test-output'), {
    recursive: true,
  });
  const { CAIRN_E2E_URL: url, CAIRN_E2E_DATA_DIR: dataDir } = process.env;
  if (url && dataDir) {
    pointToRunningCairn(url, dataDir);
    return async () => {};
  }
  await startCairn();
  return async () => {
    // A test may have restarted it in between, so the newest state counts.
    const state = cairn();
    await stopCairn(state);
    if (!process.env.CAIRN_E2E_KEEP) {
      rmSync(state.dataDir, { recursive: true, force: true });
    }
  };
}
