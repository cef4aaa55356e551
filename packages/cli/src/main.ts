import { runProgram } from './program';

/** Commander and the commands write whole lines; a pipe that is closed ends the program quietly. */
process.stdout.on('error', () => process.exit());

void runProgram(
  {
    cwd: process.cwd(),
    env: process.env,
    out: text => process.stdout.write(`${text}\n`),
    err: text => process.stderr.write(`${text}\n`),
    fetch: globalThis.fetch,
  },
  process.argv.slice(2),
).then(exitCode => {
  process.exitCode = exitCode;
});
