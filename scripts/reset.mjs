// npm run reset: forgets everything a running Cairn has kept. Packages and builds stay.
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline/promises';
import { readOptions } from './lib/options.mjs';
import { findRunning, stopLeftovers } from './lib/runFile.mjs';
import { Failure, explainFileError, line, reportFailure } from './lib/say.mjs';

/** What a start makes; the fetched Node stays. */
const KEPT_BY_CAIRN = [
  'postgres',
  'postgres.new',
  'sandbox',
  'techdocs',
  'logs',
  'run.json',
  'secrets.json',
  'pgpass',
];

async function confirmed(dataDir) {
  if (!process.stdin.isTTY)
    throw new Failure(
      'there is no terminal to ask on; npm run reset -- --yes throws the data away without asking.',
    );
  const terminal = readline.createInterface({
    input: process.stdin,
    output: process.stdout,
  });
  try {
    const answer = await terminal.question(
      `This throws away every database, claim and setting in ${dataDir}. Type yes to go on: `,
    );
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}

function remove(entry) {
  try {
    // The database may lie elsewhere, behind a link (see postgresHome.mjs).
    if (fs.lstatSync(entry, { throwIfNoEntry: false })?.isSymbolicLink()) {
      fs.rmSync(path.dirname(fs.readlinkSync(entry)), {
        recursive: true,
        force: true,
      });
    }
    fs.rmSync(entry, { recursive: true, force: true });
  } catch (error) {
    throw explainFileError(error, entry);
  }
}

async function reset({ dataDir, yes }) {
  const running = findRunning(dataDir);
  if (running)
    throw new Failure(
      `it is running at ${running.url} (process ${running.launcher.pid}); stop it first.`,
    );
  if (!fs.existsSync(dataDir)) {
    line(`There is nothing to throw away in ${dataDir}.`);
    return;
  }
  if (!yes && !(await confirmed(dataDir))) {
    line('Nothing was touched.');
    return;
  }
  await stopLeftovers(dataDir);
  for (const name of KEPT_BY_CAIRN) remove(path.join(dataDir, name));
  line('Done. npm start makes a new Cairn.');
}

try {
  await reset(readOptions(process.argv.slice(2)));
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}
