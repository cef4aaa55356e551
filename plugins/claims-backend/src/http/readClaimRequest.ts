import { InputError } from '@backstage/errors';
import express, { type RequestHandler } from 'express';
import { describeJsonError } from './describeJsonError';
import { parseClaimRequest } from './parseClaimRequest';

/** Larger than any sensible request, small enough to be parsed at once. */
const LIMIT = 64 * 1024;

/** A body that is too large; 413 tells clients that repeating does not help. */
class BodyTooLargeError extends InputError {
  readonly statusCode = 413;
}

function explainFailure(error: unknown): InputError {
  const type =
    typeof error === 'object' && error !== null && 'type' in error
      ? error.type
      : undefined;
  switch (type) {
    case 'entity.too.large':
      return new BodyTooLargeError(
        `The body is larger than ${
          LIMIT / 1024
        } KiB. Leave out what is not needed.`,
      );
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new InputError('The body must be JSON in UTF-8.');
    default:
      // Never the parser's own error: it carries the body.
      return new InputError('The body could not be read.');
  }
}

function parseText(text: unknown): unknown {
  // Without a body, or with one of another type, there is no text.
  if (typeof text !== 'string') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(describeJsonError(text));
  }
}

/**
 * Reads the body of every POST, which is a request for a claim: JSON of at most 64 KiB, each field
 * checked, so that what is wrong is named better than a schema validator can.
 */
export function readClaimRequest(): RequestHandler {
  const readText = express.text({
    type: ['application/json', 'application/*+json'],
    limit: LIMIT,
  });
  return (req, res, next) => {
    if (req.method !== 'POST') {
      next();
      return;
    }
    readText(req, res, error => {
      if (error) {
        next(explainFailure(error));
        return;
      }
      try {
        req.body = parseClaimRequest(parseText(req.body));
      } catch (failure) {
        next(failure);
        return;
      }
      next();
    });
  };
}
