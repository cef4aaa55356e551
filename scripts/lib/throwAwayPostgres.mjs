// A PostgreSQL for one run of the tests: in a temporary folder, gone afterwards.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { anyFreePort } from './ports.mjs';
import {
  initialise,
  isServing,
  serverCommand,
  superuserUrl,
} from './postgres.mjs';
import { postgresHome } from './postgresHome.mjs';
import { Supervisor } from './supervisor.mjs';

const PASSWORD = 'throw-away';

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` names no database */
export async function startThrowAwayPostgres() {
  // Not under this user's own temporary folder: the server may run as another user.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-test-'));
  const home = postgresHome(folder);
  await initialise(home, PASSWORD);
  const port = await anyFreePort();
  const supervisor = new Supervisor({
    logDir: path.join(folder, 'logs'),
    onStart: () => {},
  });
  await supervisor.start({
    name: 'postgres',
    command: () => serverCommand(home, port),
    isReady: () => isServing(port, PASSWORD),
    stopSignal: 'SIGINT',
  });
  const stop = async () => {
    await supervisor.stop();
    if (path.dirname(fs.realpathSync(home.data)) !== fs.realpathSync(folder)) {
      fs.rmSync(path.dirname(home.data), { recursive: true, force: true });
    }
    fs.rmSync(folder, { recursive: true, force: true });
  };
  // The server is in a process group of its own and would outlive an interrupted run.
  const interrupted = () => void stop().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  return {
    url: superuserUrl(port, PASSWORD, '').replace(/\/$/, ''),
    stop: async () => {
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      await stop();
    },
  };
}
