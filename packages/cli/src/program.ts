import { Command, CommanderError } from 'commander';
import { addCatalogCommands } from './catalog/addCatalogCommands';
import { addDoraCommands } from './dora/addDoraCommands';
import { CommandFailure, FINE, UNUSABLE } from './io/exitCodes';
import type { Terminal } from './io/Terminal';
import { addScoreCommands } from './score/addScoreCommands';

declare const __CAIRN_VERSION__: string | undefined;

const EXIT_CODES = `
Exit codes:
  0  everything is as it should be
  1  something is wrong with what was checked
  2  the command was used wrongly, or a file cannot be read or written
  3  the portal could not be asked, or refused
`;

/** Runs one command line, and answers its exit code. */
export async function runProgram(
  terminal: Terminal,
  args: readonly string[],
): Promise<number> {
  let exitCode = FINE;
  const program = new Command('cairn')
    .description(
      "Checks and renders what a service's repository says of it, the way the portal does.",
    )
    .version(
      typeof __CAIRN_VERSION__ === 'string' ? __CAIRN_VERSION__ : '0.0.0',
      '-V, --version',
      'print the version',
    )
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', EXIT_CODES)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: text => terminal.out(text.trimEnd()),
      writeErr: text => terminal.err(text.trimEnd()),
    });
  const finish = (code: number) => {
    exitCode = code;
  };
  addScoreCommands(program, terminal, finish);
  addCatalogCommands(program, terminal, finish);
  addDoraCommands(program, terminal, finish);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? FINE : UNUSABLE;
    }
    if (error instanceof CommandFailure) {
      terminal.err(`cairn: ${error.message}`);
      return error.exitCode;
    }
    throw error;
  }
}
