import { ApiError } from '../errors';

/** Thrown for a broken escape, before anything of the API is reached. */
export const BROKEN_TARGET = ApiError.badRequest('400 Bad Request');

/** Path and query of a request. */
export interface RequestTarget {
  /** With its escapes resolved, and otherwise as sent: nothing is tidied up. */
  path: string;
  query: URLSearchParams;
}

/**
 * Reads the target of a request line. Unlike `new URL`, it does not resolve `.`
 * and `..`: a name that walks up the path must not be read as another path.
 *
 * @throws ApiError 400 for a broken escape
 */
export function parseRequestTarget(target: string): RequestTarget {
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  try {
    return { path: decodeURIComponent(rawPath), query };
  } catch {
    throw BROKEN_TARGET;
  }
}

/**
 * Names that would walk about in the storage are none.
 *
 * @throws ApiError 400 for a name, 500 for a namespace, as the real server
 */
export function checkPathNames(info: {
  resource: string;
  namespace: string;
  name: string;
}): void {
  const { resource, namespace, name } = info;
  if (namespace === '.' || namespace === '..') {
    throw ApiError.custom({
      code: 500,
      message: `invalid key: ${JSON.stringify(`/${resource}/${namespace}`)}`,
    });
  }
  const problem =
    name === '.' || name === '..'
      ? `may not be '${name}'`
      : (/[/%]/.exec(name) ?? []).map(found => `may not contain '${found}'`)[0];
  if (problem) {
    throw ApiError.badRequest(
      `Name parameter invalid: ${JSON.stringify(name)}: ${problem}`,
    );
  }
}
