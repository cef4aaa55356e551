import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { ParsedBody } from './decodeBody';

/** What the real server's parser says for what ours found. */
const PROBLEMS: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_IN_FLOW: 'did not find expected node content',
  BAD_ALIAS: 'did not find expected alphabetic or numeric character',
  TAB_AS_INDENT: 'found character that cannot start any token',
  UNEXPECTED_TOKEN: 'did not find expected node content',
  MULTILINE_IMPLICIT_KEY: "could not find expected ':'",
};

function problemOf(error: YAMLError): string {
  if (/Missing closing/.test(error.message)) {
    return 'found unexpected end of stream';
  }
  if (/Nested mappings are not allowed/.test(error.message)) {
    return 'mapping values are not allowed in this context';
  }
  const line = error.linePos?.[0].line ?? 1;
  return `line ${line}: ${
    PROBLEMS[error.code] ?? 'did not find expected node content'
  }`;
}

/**
 * Parses YAML; of equal keys the last counts.
 *
 * @throws Error with a text like the real server's
 */
export function parseYamlText(text: string): ParsedBody {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const isDuplicate = (error: YAMLError) => error.code === 'DUPLICATE_KEY';
  const broken = document.errors.find(error => !isDuplicate(error));
  if (broken) throw new Error(problemOf(broken));
  const complaints = document.errors.map(error => {
    const line = error.linePos?.[0].line ?? 1;
    const key = /^\s*(?:"([^"]*)"|'([^']*)'|([^\s:]+))\s*:/.exec(
      text.split('\n')[line - 1] ?? '',
    );
    return `line ${line}: key "${
      key?.slice(1).find(one => one !== undefined) ?? ''
    }" already set in map`;
  });
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const alias = /anchor.*: (\S+)$/.exec((error as Error).message);
    throw new Error(
      alias
        ? `unknown anchor '${alias[1]}' referenced`
        : 'document contains excessive aliasing',
    );
  }
  return { value, complaints };
}
