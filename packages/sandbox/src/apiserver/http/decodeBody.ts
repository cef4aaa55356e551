import { ApiError } from '../errors';
import type { JsonObject, KubeObject } from '../types';
import { parseYamlText } from './parseYamlText';
import { decodeProtobuf, PROTOBUF } from './protobuf/decodeProtobuf';
import { scanJson } from './scanJson';

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

/** How much of a body that cannot be read is shown to whoever sent it. */
const MAX_SHOWN = 30;

/** What the real server reads version and kind into. */
const TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** A value that was read, and what a strict reader says of it. */
export interface ParsedBody {
  value: unknown;
  /** For example `duplicate field "metadata.name"`. */
  complaints: string[];
}

const TOO_DEEP = "invalid character '{' exceeded max depth";

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

/** How Go calls the type of a JSON value. */
export function goTypeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/**
 * Parses JSON.
 *
 * @throws Error with the real server's text
 */
function parseJsonText(text: string): ParsedBody {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(scanJson(text).problem ?? 'invalid JSON');
  }
  if (isTooDeep(value)) throw new Error(TOO_DEEP);
  const complaints = scanJson(text).duplicates.map(
    path => `duplicate field "${path}"`,
  );
  return { value, complaints };
}

/** Parses JSON that is no object of a kind: a patch, or options. */
export function parseJson(text: string, opening = ''): ParsedBody {
  try {
    return parseJsonText(text);
  } catch (error) {
    throw ApiError.badRequest(`${opening}${(error as Error).message}`);
  }
}

/** Parses YAML, which is a superset of JSON. */
export function parseYamlBody(text: string): ParsedBody {
  try {
    const parsed = parseYamlText(text);
    if (isTooDeep(parsed.value)) throw new Error(TOO_DEEP);
    return parsed;
  } catch (error) {
    throw ApiError.badRequest(
      `error decoding YAML: error converting YAML to JSON: yaml: ${
        (error as Error).message
      }`,
    );
  }
}

/** Media type without parameters, in lower case; JSON if none is given. */
export function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';')[0].trim().toLowerCase();
}

function unrecognized(kind: string, problem: string, body: Buffer): ApiError {
  const more = body.length > MAX_SHOWN ? ' ...' : '';
  const start = body.subarray(0, MAX_SHOWN);
  const shown =
    body.length === 0
      ? '<empty>'
      : start.toString(start[0] === 0x7b ? 'utf8' : 'hex') + more;
  return ApiError.badRequest(
    `the object provided is unrecognized (must be of type ${kind}): ${problem} (${shown})`,
  );
}

/**
 * Decodes the body of a create or update.
 *
 * @param kind - of the object expected, for the texts of errors
 * @param complain - takes what a strict reader says, such as keys that come twice
 * @throws ApiError 415 for other types than JSON and YAML, 400 for broken text
 */
export function decodeObject(
  body: Buffer,
  contentType: string | undefined,
  kind = 'Unknown',
  complain: (complaints: string[]) => void = () => undefined,
): KubeObject {
  const mediaType = mediaTypeOf(contentType);
  const isJson = mediaType === '' || mediaType === 'application/json';
  if (mediaType === PROTOBUF) return decodeProtobuf(body);
  if (!isJson && mediaType !== 'application/yaml') {
    throw ApiError.unsupportedMediaType(ACCEPTED);
  }
  let parsed: ParsedBody;
  try {
    const text = body.toString('utf8');
    parsed = isJson ? parseJsonText(text) : parseYamlText(text);
    if (isTooDeep(parsed.value)) throw new Error(TOO_DEEP);
  } catch (error) {
    const { message } = error as Error;
    throw unrecognized(
      kind,
      isJson
        ? `couldn't get version/kind; json parse error: ${message}`
        : `yaml: ${message}`,
      body,
    );
  }
  const { value, complaints } = parsed;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw unrecognized(
      kind,
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${goTypeName(
        value,
      )} into Go value of type ${TYPE_META}`,
      body,
    );
  }
  complain(complaints);
  return asObject(value, kind);
}

/** @throws ApiError 400 unless the value is an object with kind and version */
export function asObject(value: unknown, kind = ''): KubeObject {
  if (value === null) return { metadata: {} } as KubeObject;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw ApiError.badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${goTypeName(
        value,
      )} into Go value of type map[string]interface {}`,
    );
  }
  const object = value as JsonObject;
  const { metadata } = object;
  if (
    metadata !== undefined &&
    metadata !== null &&
    (typeof metadata !== 'object' || Array.isArray(metadata))
  ) {
    const version = String(object.apiVersion ?? '')
      .split('/')
      .pop();
    throw ApiError.badRequest(
      `${
        kind &&
        `${kind} in version "${version}" cannot be handled as a ${kind}: `
      }json: cannot unmarshal ${goTypeName(
        metadata,
      )} into Go value of type v1.ObjectMeta`,
    );
  }
  return { ...object, metadata: metadata ?? {} } as unknown as KubeObject;
}
