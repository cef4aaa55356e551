// npm run platform -- COMMAND: the real platform on this machine, as ordinary processes.
import { install } from './lib/install.mjs';
import { chooseNode } from './lib/node.mjs';
import * as commands from './lib/platform/commands.mjs';
import { readPlatformOptions } from './lib/platform/platformOptions.mjs';
import { Failure, line, reportFailure } from './lib/say.mjs';

// Whoever reads may stop before the end, as in `logs | head`.
process.stdout.on('error', error => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

async function run(options) {
  if (options.help) {
    line(options.help);
    return 0;
  }
  if (options.command !== 'up') return commands[options.command](options);
  const node = await chooseNode();
  await install(node);
  return commands.up({ ...options, node });
}

try {
  process.exitCode = await run(readPlatformOptions(process.argv.slice(2)));
} catch (error) {
  reportFailure(error);
  process.exitCode = error instanceof Failure ? 1 : 2;
}
