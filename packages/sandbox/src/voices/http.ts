import type { IncomingMessage } from 'node:http';

/** The most that is read of a body. */
const MAX_BODY = 1024 * 1024;

/** A request to one of the voices. */
export interface VoiceRequest {
  method: string;
  /** Path below the voice, such as `/api/v1/query`. */
  path: string;
  /** Parameters of the address and, for forms, of the body. */
  parameters: URLSearchParams;
  /** The body's text when it is no form. */
  body: string;
}

/** What a voice answers. */
export interface VoiceReply {
  status: number;
  json?: unknown;
  text?: string;
}

/** One voice: everything below its prefix. */
export type Voice = (request: VoiceRequest) => Promise<VoiceReply>;

/** A failure with a status. */
export class VoiceError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'VoiceError';
  }
}

/** Reads a request as a voice wants it. */
export async function readRequest(
  raw: IncomingMessage,
  url: URL,
  path: string,
): Promise<VoiceRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of raw) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) throw new VoiceError(413, 'The body is too large.');
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const parameters = new URLSearchParams(url.search);
  const type = raw.headers['content-type'] ?? '';
  const form = type.startsWith('application/x-www-form-urlencoded');
  if (form) {
    for (const [name, value] of new URLSearchParams(text)) {
      parameters.append(name, value);
    }
  }
  return {
    method: raw.method ?? 'GET',
    path,
    parameters,
    body: form ? '' : text,
  };
}
