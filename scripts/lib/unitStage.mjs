// The unit and integration tests. What fails beside the others gets a second chance alone, and is named.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './options.mjs';
import { OUTPUT, inModules, runTool } from './testTools.mjs';
import { startThrowAwayPostgres } from './throwAwayPostgres.mjs';

/** Far more than the unit tests take on two busy cores; beyond it something hangs. */
const LIMIT_MINUTES = 40;
const AGAIN_LIMIT_MINUTES = 8;
/** More files than this do not fail by chance. */
const MOST_FILES_AGAIN = 5;

/** The tests that failed in a report of Jest's, with the beginning of what they said. */
export function failuresOf(report) {
  return report.testResults.flatMap(file => {
    const name = path.relative(ROOT, file.name);
    const failed = file.assertionResults.filter(
      test => test.status === 'failed',
    );
    if (failed.length === 0 && file.status === 'failed') {
      return [{ file: file.name, name, said: file.message }];
    }
    return failed.map(test => ({
      file: file.name,
      name: `${name} › ${test.fullName}`,
      said: test.failureMessages.join('\n').slice(0, 1500),
    }));
  });
}

/** Of the failures of a first run those that came again; the others passed the second time. */
export function sorted(first, second) {
  const again = new Set(failuresOf(second).map(it => it.name));
  const failures = failuresOf(first);
  return {
    // A file that could not be loaded may name its tests only the second time.
    failed: [
      ...failures.filter(it => again.has(it.name)),
      ...failuresOf(second).filter(
        it => !failures.some(other => other.name === it.name),
      ),
    ],
    recovered: failures.filter(it => !again.has(it.name)),
  };
}

function readReport(file) {
  return fs.existsSync(file)
    ? JSON.parse(fs.readFileSync(file, 'utf8'))
    : undefined;
}

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

async function jest(context, { file, workers, minutes, paths = [], database }) {
  const outcome = await runTool(
    context,
    [
      inModules('@backstage', 'cli', 'bin', 'backstage-cli'),
      ...['repo', 'test', '--json', `--outputFile=${file}`],
      ...[`--maxWorkers=${workers}`, '--workerIdleMemoryLimit=1500MB'],
      // Jest's own five seconds are too short for a page in jsdom on two busy cores; no test measures time.
      '--testTimeout=30000',
      // As patterns: with exact paths Backstage's command finds no tests.
      ...paths.map(file => escaped(path.relative(ROOT, file))),
    ],
    {
      timeout: minutes * 60_000,
      env: {
        CAIRN_TEST_POSTGRES_URL: `${database.url}/postgres`,
        BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: database.url,
      },
    },
  );
  return { ...outcome, report: readReport(file) };
}

function notesOf({ skipped, output, recovered }) {
  const notes = [];
  if (skipped > 0)
    notes.push(
      'skipped tests compare with public projects; give their folder as CAIRN_FIXTURES',
    );
  for (const { name } of recovered)
    notes.push(`failed at first, passed when run again alone: ${name}`);
  // Jest ends its worker by force and says so; which test it was, `--detectOpenHandles` tells.
  if (/failed to exit gracefully/.test(output))
    notes.push('a test leaves something open: a server, a timer, a connection');
  return notes;
}

/** Runs the failed files once more, one after the other: chance that comes from crowding does not come again. */
async function secondChance(context, report, database) {
  const failures = failuresOf(report);
  const paths = [...new Set(failures.map(it => it.file))];
  const none = { failed: failures, recovered: [] };
  if (paths.length === 0 || paths.length > MOST_FILES_AGAIN) return none;
  const again = await jest(context, {
    file: path.join(OUTPUT, 'unit-again.json'),
    workers: 1,
    minutes: AGAIN_LIMIT_MINUTES,
    paths,
    database,
  });
  return again.report && !again.cutOff ? sorted(report, again.report) : none;
}

/** @returns {Promise<import('./testTools.mjs').Outcome>} */
export async function unit(context) {
  const database = await startThrowAwayPostgres();
  try {
    const workers = Math.max(1, Math.min(os.cpus().length, 4));
    const { code, output, cutOff, report } = await jest(context, {
      file: path.join(OUTPUT, 'unit.json'),
      workers,
      minutes: LIMIT_MINUTES,
      database,
    });
    const late = `did not end within ${LIMIT_MINUTES} minutes`;
    if (!report) {
      const why = cutOff ? `The tests ${late}.\n` : '';
      const detail = `${why}${output.slice(-8000)}`;
      return { passed: 0, failed: 1, skipped: 0, detail };
    }
    const skipped = report.numPendingTests + report.numTodoTests;
    const passed = report.numPassedTests;
    if (failuresOf(report).length === 0 && code !== 0) {
      const why = cutOff
        ? `The tests passed, but ${late}: one of them leaves something open.`
        : 'Every test passed, and yet the run ended with an error.';
      const detail = `${why}\n${output.slice(-4000)}`;
      return { passed, failed: 1, skipped, detail };
    }
    const { failed, recovered } = await secondChance(context, report, database);
    return {
      passed: passed + recovered.length,
      failed: failed.length,
      skipped,
      notes: notesOf({ skipped, output, recovered }),
      detail: failed.map(it => `${it.name}\n${it.said}`).join('\n\n'),
    };
  } finally {
    await database.stop();
  }
}
