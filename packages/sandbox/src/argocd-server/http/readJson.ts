import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { ApiError } from './ApiError';

/** The most that is read of a body; webhooks of large pushes are the largest. */
const MAX_BODY = 50 * 1024 * 1024;

/** The body as text. @throws ApiError when it is too large */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MAX_BODY) {
      throw new ApiError('InvalidArgument', 'http: request body too large');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Reads a JSON body of a known shape; fields nobody knows are ignored.
 *
 * @param message - what Go calls the type, for errors
 * @throws ApiError 400 with Go's words
 */
export async function readJson<T>(
  request: IncomingMessage,
  schema: z.ZodType<T>,
  message: string,
): Promise<T> {
  const text = await readText(request);
  const parsed = schema.safeParse(text.trim() ? parseJson(text) : {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).filter(it => typeof it === 'string');
  const expected =
    issue?.code === 'invalid_type' ? goType(issue.expected) : 'object';
  const given = valueAt(JSON.parse(text), issue?.path ?? []);
  throw new ApiError(
    'InvalidArgument',
    `json: cannot unmarshal ${given} into Go struct field ${[
      message,
      ...path,
    ].join('.')} of type ${expected}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError('InvalidArgument', jsonProblem(text, error as Error));
  }
}

/** A JSON error as Go's decoder words it. */
export function jsonProblem(text: string, error: Error): string {
  const position = /position (\d+)/.exec(error.message)?.[1];
  const at = position === undefined ? text.length : Number(position);
  const character = text[at];
  if (character === undefined || /end of JSON input/.test(error.message)) {
    return 'unexpected EOF';
  }
  return `invalid character '${character}' looking for beginning of value`;
}

function goType(type: string): string {
  const names: Record<string, string> = {
    boolean: 'bool',
    number: 'int64',
    int: 'int64',
    array: '[]interface {}',
    record: 'map[string]string',
  };
  return names[type] ?? type;
}

function valueAt(body: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    body,
  );
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
