import { InputError } from '@backstage/errors';
import express, { type RequestHandler } from 'express';

/** A catalog-info file of 1 MiB, with its quotes escaped. */
const LIMIT = 2 * 1024 * 1024;

/** A body that is too large; 413 tells clients that repeating does not help. */
class BodyTooLargeError extends InputError {
  readonly statusCode = 413;
}

function explain(error: unknown): InputError {
  const type =
    typeof error === 'object' && error !== null && 'type' in error
      ? error.type
      : undefined;
  switch (type) {
    case 'entity.too.large':
      return new BodyTooLargeError('The body is larger than 2 MiB.');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new InputError('The body must be JSON in UTF-8.');
    default:
      // Never the parser's own error: it carries the body.
      return new InputError('The body is no valid JSON.');
  }
}

/** Reads JSON bodies up to the size of the largest thing that is checked. */
export function readJson(): RequestHandler {
  const parse = express.json({ limit: LIMIT });
  return (req, res, next) =>
    parse(req, res, error => (error ? next(explain(error)) : next()));
}
