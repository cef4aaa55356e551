import { LineCounter, parseAllDocuments } from 'yaml';
import { EntityDocument } from './EntityDocument';
import type { CatalogFile, CatalogProblem } from './types';

/** No sensible file is larger, and each document is checked by several schemas. */
const MAX_LENGTH = 1024 * 1024;
const MAX_DOCUMENTS = 500;

/** Reads the documents of a file; what is no YAML is a problem with its place. */
export function readDocuments({ file, text }: CatalogFile): {
  documents: EntityDocument[];
  problems: CatalogProblem[];
} {
  const wrong = (
    message: string,
    mend: string,
    place = { line: 1, column: 1 },
  ): CatalogProblem => ({
    severity: 'error',
    file,
    ...place,
    field: '',
    message,
    mend,
  });
  if (text.length > MAX_LENGTH) {
    const problem = wrong(
      'The file is larger than 1 MiB.',
      'Put the entities into several files and name them in a Location.',
    );
    return { documents: [], problems: [problem] };
  }
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  const all = Array.isArray(parsed) ? parsed : [];
  const problems: CatalogProblem[] = [];
  const documents: EntityDocument[] = [];
  for (const document of all.slice(0, MAX_DOCUMENTS)) {
    for (const error of document.errors) {
      const { line, col } = lines.linePos(error.pos[0]);
      problems.push(
        wrong(
          `This is no valid YAML: ${sentence(error.message)}`,
          mendOf(error.code),
          {
            line: Math.max(line, 1),
            column: Math.max(col, 1),
          },
        ),
      );
    }
    if (document.errors.length === 0 && document.contents !== null) {
      try {
        documents.push(new EntityDocument(file, document, lines));
      } catch {
        problems.push(
          wrong(
            'The YAML refers to itself too often.',
            'Write out what the aliases stand for.',
          ),
        );
      }
    }
  }
  if (all.length > MAX_DOCUMENTS) {
    problems.push(
      wrong(
        `The file holds more than ${MAX_DOCUMENTS} documents.`,
        'Put the entities into several files and name them in a Location.',
      ),
    );
  }
  if (documents.length === 0 && problems.length === 0) {
    problems.push(
      wrong(
        'The file describes nothing.',
        'Describe an entity: apiVersion, kind, metadata and spec.',
      ),
    );
  }
  return { documents, problems };
}

function sentence(message: string): string {
  const [first = ''] = message.split('\n');
  return first.replace(/[:.]?\s*$/, '.');
}

function mendOf(code: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'Keep one of the two fields of this name.';
    case 'TAB_AS_INDENT':
      return 'Indent with spaces, not with tabs.';
    case 'BAD_INDENT':
      return 'Indent the fields of one object alike.';
    default:
      return 'Look at the line and the one before it: quotes, colons and indentation.';
  }
}
