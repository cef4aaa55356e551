import type { StatusCause, StatusObject } from './types';

/** Group and plural (or kind, for validation) that an error speaks of. */
export interface ErrorSubject {
  group: string;
  /** Plural resource for most errors, kind for `Invalid`. */
  kind: string;
}

/** `widgets.example.org`, or `secrets` in the core group. */
function qualified(subject: ErrorSubject): string {
  return subject.group ? `${subject.kind}.${subject.group}` : subject.kind;
}

/** Causes that concern no field do not name one on the wire. */
function withoutEmptyFields(
  details: NonNullable<StatusObject['details']>,
): NonNullable<StatusObject['details']> {
  return {
    ...details,
    ...(details.causes && {
      causes: details.causes.map(({ field, ...cause }) =>
        field ? { ...cause, field } : (cause as StatusCause),
      ),
    }),
  };
}

/** A failed request; `status` is what the client gets, worded as the real server words it. */
export class ApiError extends Error {
  readonly status: StatusObject;
  readonly code: number;
  /** Extra response headers, such as `Retry-After`. */
  readonly headers: Record<string, string>;

  private constructor(options: {
    code: number;
    reason?: string;
    message: string;
    details?: StatusObject['details'];
    headers?: Record<string, string>;
  }) {
    super(options.message);
    this.name = 'ApiError';
    this.code = options.code;
    this.headers = options.headers ?? {};
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: options.message,
      ...(options.reason && { reason: options.reason }),
      ...(options.details && { details: withoutEmptyFields(options.details) }),
      code: options.code,
    };
  }

  /** Any other status; prefer the named ones. */
  static custom(options: {
    code: number;
    reason?: string;
    message: string;
    details?: StatusObject['details'];
    headers?: Record<string, string>;
  }): ApiError {
    return new ApiError(options);
  }

  /** 404 for an object: `widgets.example.org "a" not found`. */
  static notFound(subject: ErrorSubject, name: string): ApiError {
    return new ApiError({
      code: 404,
      reason: 'NotFound',
      message: `${qualified(subject)} "${name}" not found`,
      details: {
        name,
        ...(subject.group && { group: subject.group }),
        kind: subject.kind,
      },
    });
  }

  /** 404 for a path or kind nobody serves. */
  static unknownResource(): ApiError {
    return new ApiError({
      code: 404,
      reason: 'NotFound',
      message: 'the server could not find the requested resource',
      details: {},
    });
  }

  /** 409 on create. */
  static alreadyExists(subject: ErrorSubject, name: string): ApiError {
    return new ApiError({
      code: 409,
      reason: 'AlreadyExists',
      message: `${qualified(subject)} "${name}" already exists`,
      details: {
        name,
        ...(subject.group && { group: subject.group }),
        kind: subject.kind,
      },
    });
  }

  /** 409 on update; `why` follows the fixed opening. */
  static conflict(subject: ErrorSubject, name: string, why: string): ApiError {
    return new ApiError({
      code: 409,
      reason: 'Conflict',
      message: `Operation cannot be fulfilled on ${qualified(
        subject,
      )} "${name}": ${why}`,
      details: {
        name,
        ...(subject.group && { group: subject.group }),
        kind: subject.kind,
      },
    });
  }

  /** 409 of server-side apply, with one cause for each field in dispute. */
  static applyConflict(message: string, causes: StatusCause[]): ApiError {
    return new ApiError({
      code: 409,
      reason: 'Conflict',
      message,
      details: { causes },
    });
  }

  /** 422: `Widget.example.org "a" is invalid: …`; `subject.kind` is the kind here. */
  static invalid(
    subject: ErrorSubject,
    name: string,
    causes: StatusCause[],
  ): ApiError {
    const lines = [
      ...new Set(
        causes.map(cause =>
          cause.field ? `${cause.field}: ${cause.message}` : cause.message,
        ),
      ),
    ];
    const text = lines.length > 1 ? `[${lines.join(', ')}]` : lines[0] ?? '';
    return new ApiError({
      code: 422,
      reason: 'Invalid',
      message: `${qualified(subject)} "${name}" is invalid${
        text && `: ${text}`
      }`,
      details: {
        ...(name && { name }),
        ...(subject.group && { group: subject.group }),
        ...(subject.kind && { kind: subject.kind }),
        causes,
      },
    });
  }

  /** 403 on an object: `secrets "a" is forbidden: …`. */
  static forbidden(subject: ErrorSubject, name: string, why: string): ApiError {
    return new ApiError({
      code: 403,
      reason: 'Forbidden',
      message: `${qualified(subject)}${
        name ? ` "${name}"` : ''
      } is forbidden: ${why}`,
      details: {
        ...(name && { name }),
        ...(subject.group && { group: subject.group }),
        kind: subject.kind,
      },
    });
  }

  /** 401. */
  static unauthorized(): ApiError {
    return new ApiError({
      code: 401,
      reason: 'Unauthorized',
      message: 'Unauthorized',
    });
  }

  /** 400 with the text as given. */
  static badRequest(message: string): ApiError {
    return new ApiError({ code: 400, reason: 'BadRequest', message });
  }

  /** 405. */
  static methodNotAllowed(): ApiError {
    return new ApiError({
      code: 405,
      reason: 'MethodNotAllowed',
      message:
        'the server does not allow this method on the requested resource',
      details: {},
    });
  }

  /** 410 of a watch or continue token whose history is gone. */
  static expired(message: string, continueAt?: string): ApiError {
    const error = new ApiError({ code: 410, reason: 'Expired', message });
    if (continueAt) error.status.metadata = { continue: continueAt };
    return error;
  }

  /** 413. */
  static tooLarge(message: string): ApiError {
    return new ApiError({
      code: 413,
      reason: 'RequestEntityTooLarge',
      message,
    });
  }

  /** 415; lists what would be taken. */
  static unsupportedMediaType(accepted: string[]): ApiError {
    return new ApiError({
      code: 415,
      reason: 'UnsupportedMediaType',
      message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(
        ', ',
      )}`,
    });
  }

  /** 406; lists what could be answered. */
  static notAcceptable(offered: string[]): ApiError {
    return new ApiError({
      code: 406,
      reason: 'NotAcceptable',
      message: `406: Not Acceptable\n\nAvailable representations: ${offered.join(
        ', ',
      )}`,
      details: {},
    });
  }

  /** 500; the text must not carry secrets. */
  static internal(message: string): ApiError {
    return new ApiError({
      code: 500,
      reason: 'InternalError',
      message: `Internal error occurred: ${message}`,
      details: { causes: [{ message } as StatusCause] },
    });
  }
}
