import { Option, type Command } from 'commander';
import { addPortalOptions } from '../io/addPortalOptions';
import type { Terminal } from '../io/Terminal';
import {
  sendDeployment,
  sendIncident,
  type DeployFactOptions,
  type IncidentFactOptions,
} from './sendFact';

const EXAMPLES = `
For pipelines and incident tools that no source of the portal covers. Saying the same twice,
with the same --id, changes nothing. The portal is --portal or CAIRN_PORTAL_URL.

Examples:
  cairn dora deploy --component shop --environment prod --id "$CI_PIPELINE_ID" \\
    --result succeeded --revision "$CI_COMMIT_SHA"
  cairn dora incident --component shop --id INC-42 --opened-at 2026-11-21T10:00:00Z
`;

/** `cairn dora …` */
export function addDoraCommands(
  program: Command,
  terminal: Terminal,
  finish: (exitCode: number) => void,
): void {
  const dora = program
    .command('dora')
    .description('tell the portal of deployments and incidents')
    .addHelpText('after', EXAMPLES);

  addPortalOptions(dora.command('deploy'))
    .description('tell of a deployment')
    .requiredOption('--component <ref>', 'shop, or component:default/shop')
    .requiredOption('--environment <name>', 'for example prod')
    .requiredOption('--id <id>', 'what tells it from others, such as a run')
    .addOption(
      new Option(
        '--result <result>',
        'how it ended; left out while it runs',
      ).choices(['succeeded', 'failed']),
    )
    .option('--revision <commit>', 'the commit of the source')
    .option('--started-at <time>', 'when it began, ISO 8601')
    .option('--finished-at <time>', 'when it ended; now when left out')
    .option('--artifact <image...>', 'what was deployed')
    .option('--rollback', 'it brought back what had been there')
    .action(async (options: DeployFactOptions) =>
      finish(await sendDeployment(terminal, options)),
    );

  addPortalOptions(dora.command('incident'))
    .description('tell of an incident, or of its end')
    .requiredOption('--component <ref>', 'shop, or component:default/shop')
    .requiredOption('--id <id>', 'its number in the tool it comes from')
    .option('--environment <name>', 'where it happened')
    .option('--opened-at <time>', 'when it began, ISO 8601')
    .option('--resolved-at <time>', 'when it was over, ISO 8601')
    .option('--caused-by <id...>', 'ids of deployments that caused it')
    .option('--fixed-by <id...>', 'ids of deployments that ended it')
    .action(async (options: IncidentFactOptions) =>
      finish(await sendIncident(terminal, options)),
    );
}
