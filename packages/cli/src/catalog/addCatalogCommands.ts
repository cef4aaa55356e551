import type { Command } from 'commander';
import { addPortalOptions } from '../io/addPortalOptions';
import type { Terminal } from '../io/Terminal';
import { validateCatalog, type CatalogOptions } from './validateCatalog';

const EXAMPLES = `
Checked without asking anybody: the catalog's own schemas and formats, references, links,
and the annotations the portal reads. With --portal also that owners and references exist.

Examples:
  cairn catalog validate
  cairn catalog validate catalog-info.yaml services/
  cairn catalog validate --portal https://portal.example --token-env PORTAL_TOKEN
`;

/** `cairn catalog …` */
export function addCatalogCommands(
  program: Command,
  terminal: Terminal,
  finish: (exitCode: number) => void,
): void {
  const catalog = program
    .command('catalog')
    .description('what the catalog knows of a repository')
    .addHelpText('after', EXAMPLES);

  addPortalOptions(catalog.command('validate'))
    .description('say what is wrong with catalog-info files, and where')
    .argument('[paths...]', 'files, or folders that hold catalog-info.yaml')
    .option('--strict', 'exit 1 on warnings too')
    .option('--json', 'as data')
    .action(async (paths: string[], options: CatalogOptions) =>
      finish(await validateCatalog(terminal, paths, options)),
    );
}
