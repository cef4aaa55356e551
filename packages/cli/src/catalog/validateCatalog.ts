import {
  validateCatalogInfo,
  type CatalogFile,
  type EntityLookup,
} from '@cairn/plugin-golden-paths-common';
import { z } from 'zod';
import { CommandFailure, FINE, FOUND, NO_ANSWER } from '../io/exitCodes';
import { expand, readText } from '../io/files';
import { askPortal, type PortalOptions } from '../io/portal';
import type { Terminal } from '../io/Terminal';
import { count, writeProblems } from '../score/writeProblems';

/** Options of `cairn catalog validate`. */
export interface CatalogOptions extends PortalOptions {
  /** Ends with 1 on warnings too. */
  strict?: boolean;
  json?: boolean;
}

const answer = z.object({ items: z.array(z.unknown()) });

function isCatalogInfo(name: string): boolean {
  return /^catalog-info\.ya?ml$/.test(name);
}

/** Asks the portal's catalog, with the person's own rights. */
function lookupAt(terminal: Terminal, options: CatalogOptions): EntityLookup {
  return async entityRefs => {
    const body = await askPortal(terminal, options, {
      method: 'POST',
      path: '/api/catalog/entities/by-refs',
      body: { entityRefs, fields: ['kind', 'metadata.name'] },
    });
    const parsed = answer.safeParse(body);
    if (!parsed.success || parsed.data.items.length !== entityRefs.length) {
      throw new CommandFailure(
        'The portal answered something else than expected. Is it a Cairn portal?',
        NO_ANSWER,
      );
    }
    const { items } = parsed.data;
    return new Set(entityRefs.filter((_ref, at) => Boolean(items[at])));
  };
}

/** `cairn catalog validate` */
export async function validateCatalog(
  terminal: Terminal,
  paths: readonly string[],
  options: CatalogOptions,
): Promise<number> {
  const names = await expand(
    terminal.cwd,
    paths.length > 0 ? paths : ['catalog-info.yaml'],
    isCatalogInfo,
  );
  if (names.length === 0) {
    throw new CommandFailure(
      `There is no catalog-info.yaml in ${paths.join(', ')}.`,
    );
  }
  const files: CatalogFile[] = [];
  for (const file of names) {
    files.push({ file, text: await readText(terminal.cwd, file) });
  }
  const report = await validateCatalogInfo({
    files,
    ...(options.portal && { lookup: lookupAt(terminal, options) }),
  });
  if (options.json) {
    terminal.out(JSON.stringify(report, undefined, 2));
  } else {
    const { errors, warnings } = writeProblems(terminal, report.problems);
    terminal.out(
      `${count(files.length, 'file')}, ${
        report.entities.length
      } described: ${count(errors, 'error')}, ${count(warnings, 'warning')}.`,
    );
  }
  return report.valid && !(options.strict && report.problems.length > 0)
    ? FINE
    : FOUND;
}
