import type { ServerResponse } from 'node:http';
import { stringify } from 'yaml';
import type { ApiError } from '../errors';
import type { ApiContext } from './ApiContext';

/** YAML 1.1, whose readers take `n` and dates for other things than texts. */
const AS_GO_WRITES_IT = {
  version: '1.1',
  sortMapEntries: true,
  indentSeq: false,
  lineWidth: 0,
} as const;

/** Longest `Warning` text and longest sum of them, as in the real server. */
const MAX_WARNING = 256;
const MAX_WARNINGS = 4096;

/** Puts the warnings collected so far into the headers. */
export function setWarnings(context: ApiContext): void {
  const unique = [...new Set(context.warnings)];
  if (unique.length === 0) return;
  const total = unique.reduce((sum, text) => sum + text.length, 0);
  const texts =
    total > MAX_WARNINGS
      ? unique.map(text => text.slice(0, MAX_WARNING))
      : unique;
  context.response.setHeader(
    'Warning',
    texts.map(text => `299 - "${text.replace(/[\\"]/g, '\\$&')}"`),
  );
}

/** Sends a JSON text (or the same as YAML). */
export function sendText(
  context: ApiContext,
  code: number,
  text: string,
  encoding: 'json' | 'yaml' = 'json',
): void {
  setWarnings(context);
  if (encoding === 'yaml') {
    sendRaw(
      context.response,
      code,
      stringify(JSON.parse(text), AS_GO_WRITES_IT).replace(
        /^( *)"\.":/gm,
        '$1.:',
      ),
      'application/yaml',
    );
    return;
  }
  const pretty = context.query.get('pretty');
  const body =
    pretty && pretty !== 'false' && pretty !== '0'
      ? `${JSON.stringify(JSON.parse(text), null, 2)}\n`
      : `${text}\n`;
  sendRaw(context.response, code, body, 'application/json');
}

/** Sends a value as JSON. */
export function sendJson(
  context: ApiContext,
  code: number,
  value: unknown,
): void {
  sendText(context, code, JSON.stringify(value));
}

/** Sends bytes with a content type. */
export function sendRaw(
  response: ServerResponse,
  code: number,
  body: string | Buffer,
  contentType: string,
): void {
  const bytes = Buffer.from(body);
  response.writeHead(code, {
    'Content-Type': contentType,
    'Content-Length': bytes.length,
    'Cache-Control': 'no-cache, private',
  });
  response.end(bytes);
}

/** Sends a failure; does nothing but hang up if the answer has begun. */
export function sendError(response: ServerResponse, error: ApiError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(error.headers)) {
    response.setHeader(name, value);
  }
  sendRaw(
    response,
    error.code,
    `${JSON.stringify(error.status)}\n`,
    'application/json',
  );
}
