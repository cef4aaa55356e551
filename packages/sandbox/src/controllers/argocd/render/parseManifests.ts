import { parseAllDocuments, type YAMLParseError } from 'yaml';
import type { KubernetesObject } from '../../runtime';
import { SourceError } from '../git/SourceError';

/**
 * The objects of one file. Empty documents are left out, lists are unpacked.
 *
 * @param name - The file's path in the source, for the message.
 * @throws SourceError when it is no YAML or no Kubernetes object
 */
export function parseManifests(name: string, text: string): KubernetesObject[] {
  const fail = (reason: string) =>
    new SourceError(
      `Failed to unmarshal ${JSON.stringify(name)}: ${reason}`,
      'FailedPrecondition',
    );
  const documents = parseAllDocuments(text, { schema: 'core', merge: true });
  const objects: KubernetesObject[] = [];
  for (const document of 'empty' in documents ? [] : documents) {
    const problem = document.errors[0];
    if (problem) {
      throw fail(
        `failed to unmarshal manifest: error converting YAML to JSON: yaml: ${inGoWords(
          problem,
        )}`,
      );
    }
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (value === null || value === undefined) continue;
    if (!isObject(value)) {
      throw fail(
        'failed to unmarshal manifest: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type map[string]interface {}',
      );
    }
    objects.push(...unpack(value, fail));
  }
  return objects;
}

function unpack(
  value: Record<string, unknown>,
  fail: (reason: string) => SourceError,
): KubernetesObject[] {
  if (Object.keys(value).length === 0) return [];
  const { kind, metadata } = value;
  if (typeof kind !== 'string' || kind === '') {
    throw fail("Object 'Kind' is missing");
  }
  if (kind.endsWith('List') && Array.isArray(value.items)) {
    return value.items.filter(isObject).flatMap(item => unpack(item, fail));
  }
  const names = isObject(metadata) ? metadata : {};
  if (!names.name && !names.generateName) {
    throw fail('resource name may not be empty');
  }
  return [{ ...value, metadata: names } as KubernetesObject];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the real one's parser says of the most usual mistakes; it counts the line before an unended map. */
function inGoWords({ code, message, linePos }: YAMLParseError): string {
  const line = linePos?.[0].line ?? 1;
  const [text = ''] = message.split(' at line');
  if (code === 'BAD_INDENT' && text.startsWith('Flow')) {
    const end = text.startsWith('Flow map') ? '}' : ']';
    return `line ${Math.max(
      1,
      line - 1,
    )}: did not find expected ',' or '${end}'`;
  }
  if (code === 'BLOCK_AS_IMPLICIT_KEY') {
    return `line ${line}: mapping values are not allowed in this context`;
  }
  if (code === 'TAB_AS_INDENT') {
    return `line ${line}: found character that cannot start any token`;
  }
  return `line ${line}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
