import type { Command } from 'commander';

/** The options of every command that can ask the portal. */
export function addPortalOptions(command: Command): Command {
  return command
    .option('--portal <url>', 'address of the portal')
    .option(
      '--token-env <name>',
      'the variable that holds a token of the portal',
      'CAIRN_TOKEN',
    );
}
