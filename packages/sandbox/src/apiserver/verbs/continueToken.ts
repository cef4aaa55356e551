import { ApiError } from '../errors';
import { scanJson } from '../http/scanJson';

/** Where the next page of a list starts. */
export interface ContinueToken {
  /** The version all pages are read at. */
  revision: number;
  /** Key of the last object of the page before. */
  after: string;
}

/** Writes the token as the real server does: base64 of JSON. */
export function writeContinueToken(token: ContinueToken): string {
  return Buffer.from(
    JSON.stringify({
      v: 'meta.k8s.io/v1',
      rv: token.revision,
      start: `${token.after}\u0000`,
    }),
  ).toString('base64url');
}

/** @throws ApiError 400 for a token that was not made by this server */
export function parseContinueToken(text: string): ContinueToken {
  const json = Buffer.from(text, 'base64url').toString('latin1');
  try {
    const value = JSON.parse(
      Buffer.from(text, 'base64url').toString('utf8'),
    ) as { v?: unknown; rv?: unknown; start?: unknown };
    if (
      value.v === 'meta.k8s.io/v1' &&
      typeof value.rv === 'number' &&
      typeof value.start === 'string'
    ) {
      return {
        revision: value.rv,
        after: value.start.endsWith('\u0000')
          ? value.start.slice(0, -1)
          : value.start,
      };
    }
  } catch {
    // Answered below, like a token of the wrong form.
  }
  throw ApiError.badRequest(
    `invalid continue token: continue key is not valid: ${
      scanJson(json).problem ?? 'it was not issued by this server'
    }`,
  );
}
