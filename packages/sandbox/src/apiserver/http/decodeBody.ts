import { parse as parseYaml } from 'yaml';
import { ApiError } from '../errors';
import { decodeProtobuf, PROTOBUF } from './protobuf/decodeProtobuf';
import type { JsonObject, KubeObject } from '../types';

const ACCEPTED = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
];

/**
 * How deep a body may be nested. The real server stops at 10 000; here, where
 * every reader down to the controllers recurses, less is safe and plenty: no
 * manifest of this world is nested deeper than about 30.
 */
const MAX_DEPTH = 500;

function isTooDeep(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap(value =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}

/** Parses JSON; the text of a syntax error names the place, never the content. */
export function parseJson(text: string, kind = ''): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(syntaxProblem(error, text), kind);
  }
  if (isTooDeep(value)) throw unreadable('exceeded max depth', kind);
  return value;
}

function unreadable(problem: string, kind: string): ApiError {
  return ApiError.badRequest(
    kind
      ? `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${problem}`
      : `couldn't get version/kind; json parse error: ${problem}`,
  );
}

function syntaxProblem(error: unknown, text: string): string {
  if (text.trim() === '') return 'unexpected end of JSON input';
  const message = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(message);
  if (/Unexpected end|Unterminated/.test(message)) {
    return 'unexpected end of JSON input';
  }
  // JSON cut short in the middle of a token is reported at its very end.
  if (position && Number(position[1]) >= text.length) {
    return 'unexpected end of JSON input';
  }
  return position
    ? `invalid character at offset ${position[1]}`
    : 'invalid JSON';
}

/** Parses YAML, which is a superset of JSON. */
export function parseYamlBody(text: string): unknown {
  try {
    const value: unknown = parseYaml(text, { maxAliasCount: 100 });
    if (isTooDeep(value)) throw new Error('exceeded max depth');
    return value;
  } catch (error) {
    const message =
      error instanceof Error ? error.message.split('\n')[0] : 'broken';
    throw ApiError.badRequest(
      `error converting YAML to JSON: yaml: ${message}`,
    );
  }
}

/** Media type without parameters, in lower case; JSON if none is given. */
export function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';')[0].trim().toLowerCase();
}

/**
 * Decodes the body of a create or update.
 *
 * @throws ApiError 415 for other types than JSON and YAML, 400 for broken text
 */
export function decodeObject(
  body: Buffer,
  contentType: string | undefined,
  kind = '',
): KubeObject {
  const mediaType = mediaTypeOf(contentType);
  const text = body.toString('utf8');
  let value: unknown;
  if (mediaType === '' || mediaType === 'application/json') {
    value = parseJson(text, kind);
  } else if (mediaType === 'application/yaml') {
    value = parseYamlBody(text);
  } else if (mediaType === PROTOBUF) {
    return decodeProtobuf(body);
  } else {
    throw ApiError.unsupportedMediaType(ACCEPTED);
  }
  return asObject(value);
}

/** @throws ApiError 400 unless the value is an object with kind and version */
export function asObject(value: unknown): KubeObject {
  if (value === null) return { metadata: {} } as KubeObject;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw ApiError.badRequest(
      'json: cannot unmarshal the body into an object: it must be a JSON object',
    );
  }
  const object = value as JsonObject;
  const { metadata } = object;
  if (
    metadata !== undefined &&
    metadata !== null &&
    (typeof metadata !== 'object' || Array.isArray(metadata))
  ) {
    throw ApiError.badRequest('metadata: it must be an object');
  }
  return { ...object, metadata: metadata ?? {} } as unknown as KubeObject;
}
