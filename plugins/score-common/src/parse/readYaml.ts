import {
  type Document,
  isAlias,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import type { ScoreProblem } from '../types';
import { SourceText } from './SourceText';

/** A workload file is a page or two; what is longer is something else. */
const MAX_CHARACTERS = 512 * 1024;

/** One document of a file. */
export interface YamlDocument {
  value: unknown;
  source: SourceText;
}

interface ReadYaml {
  documents: YamlDocument[];
  problems: ScoreProblem[];
}

type Fail = (message: string, mend: string, offset?: number) => ScoreProblem;

function selfReference(document: Document): Node | undefined {
  let culprit: Node | undefined;
  visit(document, {
    Alias(_, alias, ancestors) {
      const target = alias.resolve(document);
      if (target && ancestors.includes(target)) {
        culprit = alias;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return culprit;
}

function firstAlias(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, (_, node) => {
    if (isAlias(node)) {
      offset = node.range?.[0];
      return visit.BREAK;
    }
    return undefined;
  });
  return offset;
}

function failWith(file: string, lines: LineCounter): Fail {
  return (message, mend, offset = 0) => {
    const { line, col } = lines.linePos(offset);
    return {
      severity: 'error',
      file,
      field: '',
      message,
      mend,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
    };
  };
}

function problemsOf(document: Document, fail: Fail): ScoreProblem[] {
  const broken = document.errors.map(it => {
    const first = it.message.split('\n')[0].replace(/ at line .*$/, '');
    return it.code === 'DUPLICATE_KEY'
      ? fail(
          'The same field is there twice.',
          'Remove one of the two.',
          it.pos[0],
        )
      : fail(
          `This is not YAML: ${first}.`.replace(/\.\.$/, '.'),
          'Check indentation, quotes and brackets here and in the line above.',
          it.pos[0],
        );
  });
  if (broken.length > 0) {
    return broken;
  }
  const cycle = selfReference(document);
  return cycle
    ? [
        fail(
          'This alias stands inside what it names.',
          'Write the value out instead of the alias.',
          cycle.range?.[0],
        ),
      ]
    : [];
}

/** Reads a YAML file without ever throwing; what cannot be read is a problem with its position. */
export function readYaml(text: string, file: string): ReadYaml {
  const lines = new LineCounter();
  const fail = failWith(file, lines);
  if (text.length > MAX_CHARACTERS) {
    return {
      documents: [],
      problems: [
        fail(
          `The file is longer than ${MAX_CHARACTERS / 1024} KiB.`,
          'Move large contents into files of their own.',
        ),
      ],
    };
  }
  const documents: YamlDocument[] = [];
  const problems: ScoreProblem[] = [];
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines });
    for (const document of Array.isArray(parsed) ? parsed : []) {
      const broken = problemsOf(document, fail);
      problems.push(...broken);
      if (broken.length === 0) {
        documents.push(readDocument(document));
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    problems.push(
      fail('The file is nested too deeply.', 'Keep it as flat as it can be.'),
    );
  }
  return { documents, problems };

  function readDocument(document: Document): YamlDocument {
    const source = new SourceText(file, text, document, lines);
    try {
      return { value: document.toJS(), source };
    } catch (error) {
      // The yaml package refuses aliases that would grow beyond measure.
      if (!(error instanceof ReferenceError)) {
        throw error;
      }
      problems.push(
        fail(
          'Aliases repeat too much here.',
          'Write values out instead of aliases.',
          firstAlias(document),
        ),
      );
      return { value: undefined, source };
    }
  }
}
