import { annotationFindings } from './annotationFindings';
import { formatField, type EntityDocument } from './EntityDocument';
import { formatFindings } from './formatFindings';
import { readDocuments } from './readDocuments';
import { readReferences, type Reference } from './references';
import { schemaFindings } from './schemaFindings';
import type {
  CatalogEntitySummary,
  CatalogFile,
  CatalogProblem,
  CatalogReport,
  EntityLookup,
} from './types';

interface Read {
  file: string;
  document: EntityDocument;
  references: Reference[];
}

function summary({ file, document }: Read): CatalogEntitySummary[] {
  const { kind, metadata } = document.entity;
  if (typeof kind !== 'string') {
    return [];
  }
  const ref = document.name;
  const name = typeof metadata?.name === 'string' ? metadata.name : '';
  const { line } = document.positionOf([]);
  return [{ kind, name, file, line, ...(ref && { ref: ref.toLowerCase() }) }];
}

function duplicates(reads: Read[]): CatalogProblem[] {
  const seen = new Map<string, Read>();
  const problems: CatalogProblem[] = [];
  for (const read of reads) {
    const ref = read.document.name?.toLowerCase();
    const first = ref ? seen.get(ref) : undefined;
    if (ref && first) {
      const { line } = first.document.positionOf([]);
      problems.push(
        read.document.problem({
          severity: 'error',
          path: ['metadata', 'name'],
          message: `${ref} is described twice, first in ${first.file} at line ${line}.`,
          mend: 'Keep one of the two, or give one another name.',
        }),
      );
    } else if (ref) {
      seen.set(ref, read);
    }
  }
  return problems;
}

async function unknownReferences(
  reads: Read[],
  lookup: EntityLookup,
): Promise<CatalogProblem[]> {
  const described = new Set(
    reads.map(({ document }) => document.name?.toLowerCase()),
  );
  const asked = new Set<string>();
  for (const { references } of reads) {
    for (const { ref } of references) {
      if (!described.has(ref)) {
        asked.add(ref);
      }
    }
  }
  if (asked.size === 0) {
    return [];
  }
  const found = await lookup([...asked].sort());
  return reads.flatMap(({ document, references }) =>
    references
      .filter(({ ref }) => asked.has(ref) && !found.has(ref))
      .map(({ ref, path, isOwner }) =>
        document.problem(
          isOwner
            ? {
                severity: 'error',
                path,
                message: `The owner ${ref} is not in the catalog, so nobody would own it.`,
                mend: 'Name a team of the catalog, for example one of your own.',
              }
            : {
                severity: 'warning',
                path,
                message: `${formatField(
                  path,
                )} names ${ref}, which is not in the catalog.`,
                mend: 'Correct the name, or register what it names.',
              },
        ),
      ),
  );
}

/**
 * Checks catalog-info files: the catalog's own schemas and formats, references that can be read, links
 * that are safe, annotations the portal reads. With a way to look entities up, also that what is named
 * exists; entities of the same files count.
 *
 * @returns every problem with its place, in the order of the files and lines
 * @public
 */
export async function validateCatalogInfo(options: {
  files: readonly CatalogFile[];
  lookup?: EntityLookup;
}): Promise<CatalogReport> {
  const { files, lookup } = options;
  const problems: CatalogProblem[] = [];
  const reads: Read[] = [];
  for (const file of files) {
    const { documents, problems: broken } = readDocuments(file);
    problems.push(...broken);
    for (const document of documents) {
      const { entity, value } = document;
      const { references, findings } = readReferences(entity);
      const all = [
        ...(await schemaFindings(value)),
        ...formatFindings(entity),
        ...findings,
        ...annotationFindings(entity),
      ];
      problems.push(...all.map(finding => document.problem(finding)));
      reads.push({ file: file.file, document, references });
    }
  }
  problems.push(...duplicates(reads));
  if (lookup) {
    problems.push(...(await unknownReferences(reads, lookup)));
  }
  const order = new Map(files.map(({ file }, at) => [file, at]));
  problems.sort(
    (one, other) =>
      (order.get(one.file) ?? 0) - (order.get(other.file) ?? 0) ||
      one.line - other.line ||
      one.column - other.column,
  );
  return {
    valid: problems.every(({ severity }) => severity !== 'error'),
    entities: reads.flatMap(summary),
    problems,
  };
}
