import { InvalidArgumentError, type Command } from 'commander';
import type { Terminal } from '../io/Terminal';
import { diffScore, type DiffOptions } from './diffScore';
import { renderDeployFolder, type RenderOptions } from './renderDeployFolder';
import type { ScoreOptions } from './scoreInput';
import { validateScore } from './validateScore';

const EXAMPLES = `
What it reads, beside the workload file:
  overrides/<environment>.yaml   patches for one environment
  .cairn/platform.yaml           owner, images, environments and what the platform offers,
                                 as the golden path wrote it; flags come before it

Examples:
  cairn score validate
  cairn score render
  cairn score render --check          in CI: is deploy/ what score.yaml renders?
  cairn score render --image web=registry.example/payments/shop:1.4.0
  cairn score diff --from dev --to prod
  cairn score render --owner payments --xrds platform/crossplane --environment dev --output -
`;

function image(
  text: string,
  known: Record<string, string> = {},
): Record<string, string> {
  const [, container, reference] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (!container || !reference) {
    throw new InvalidArgumentError(
      'Write <container>=<image>, for example web=registry.example/shop:1.4.0.',
    );
  }
  return { ...known, [container]: reference };
}

function addCommon(command: Command): Command {
  return command
    .argument('[file]', 'the workload file', 'score.yaml')
    .option('--owner <team>', 'the team, as its namespaces name it')
    .option('--component <name>', 'the component of the catalog')
    .option('--image <container=image>', 'the image of a container', image)
    .option(
      '--xrds <path...>',
      'definitions and compositions of the platform, files or folders',
    );
}

/** `cairn score …` */
export function addScoreCommands(
  program: Command,
  terminal: Terminal,
  finish: (exitCode: number) => void,
): void {
  const score = program
    .command('score')
    .description('workload files (score.dev/v1b1) and the manifests they make')
    .addHelpText('after', EXAMPLES);

  addCommon(score.command('validate'))
    .description('say what is wrong with a workload file, and where')
    .option('--environment <name>', 'only for this environment')
    .action(async (file: string, options: ScoreOptions) =>
      finish(await validateScore(terminal, file, options)),
    );

  addCommon(score.command('render'))
    .description('write deploy/<environment>/, one file for each object')
    .option('--environment <name>', 'only this environment')
    .option('--output <folder>', 'where deploy/ is; - for standard output')
    .option('--check', 'write nothing; exit 1 when deploy/ is not as rendered')
    .action(async (file: string, options: RenderOptions) =>
      finish(await renderDeployFolder(terminal, file, options)),
    );

  addCommon(score.command('diff'))
    .description('say what differs between two environments')
    .requiredOption('--from <environment>', 'the one', 'dev')
    .requiredOption('--to <environment>', 'the other', 'prod')
    .option('--json', 'as data')
    .action(async (file: string, options: DiffOptions) =>
      finish(await diffScore(terminal, file, options)),
    );
}
