import {
  type Document,
  isAlias,
  isNode,
  isScalar,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml';
import type { ScoreProblem } from '../types';
import { Lines } from './Lines';
import { SourceText } from './SourceText';

/** A workload file is a page or two; what is longer is something else. */
const MAX_CHARACTERS = 512 * 1024;

/** After the first few, errors of one text tell nothing new. */
const MAX_ERRORS = 3;

const TOO_DEEP = [
  'The file is nested too deeply.',
  'Keep it as flat as it can be.',
] as const;

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

function failWith(file: string, lines: Lines): Fail {
  return (message, mend, offset = 0) => {
    return {
      severity: 'error',
      file,
      field: '',
      message,
      mend,
      ...lines.positionOf(offset),
    };
  };
}

/** Objects would take this name for something of their own. */
const RESERVED = '__proto__';

function namesProblem(document: Document, fail: Fail): ScoreProblem[] {
  let found: ScoreProblem | undefined;
  visit(document, {
    Pair(_, { key }) {
      const offset = isNode(key) ? key.range?.[0] : undefined;
      if (!isScalar(key)) {
        found = fail(
          'The name of a field has to be text.',
          'Write a word before the colon.',
          offset,
        );
      } else if (key.value === RESERVED) {
        found = fail(
          `${RESERVED} cannot be the name of anything here.`,
          'Choose another name.',
          offset,
        );
      }
      return found ? visit.BREAK : undefined;
    },
  });
  return found ? [found] : [];
}

function describeError({ code, message, pos }: YAMLError, fail: Fail) {
  if (code === 'DUPLICATE_KEY') {
    return fail(
      'The same field is there twice.',
      'Remove one of the two.',
      pos[0],
    );
  }
  if (message.includes('call stack')) {
    return fail(...TOO_DEEP, pos[0]);
  }
  const first = message.split('\n')[0];
  return fail(
    `This is not YAML: ${first.replace(/\.$/, '')}.`,
    'Check indentation, quotes and brackets here and in the line above.',
    pos[0],
  );
}

function problemsOf(document: Document, fail: Fail): ScoreProblem[] {
  if (document.errors.length > 0) {
    return document.errors
      .slice(0, MAX_ERRORS)
      .map(it => describeError(it, fail));
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
    : namesProblem(document, fail);
}

/** Reads a YAML file without ever throwing; what cannot be read is a problem with its position. */
export function readYaml(text: string, file: string): ReadYaml {
  const lines = new Lines(text);
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
    const parsed = parseAllDocuments(text, {
      prettyErrors: false,
      resolveKnownTags: false,
    });
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
    problems.push(fail(...TOO_DEEP));
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
