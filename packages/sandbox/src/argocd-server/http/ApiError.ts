/** gRPC's codes, as far as answers use them, with the status of HTTP. */
const STATUS = {
  Unknown: [2, 500],
  InvalidArgument: [3, 400],
  NotFound: [5, 404],
  AlreadyExists: [6, 409],
  PermissionDenied: [7, 403],
  FailedPrecondition: [9, 400],
  Aborted: [10, 409],
  Unavailable: [14, 503],
  Unauthenticated: [16, 401],
} as const;

/** Name of a gRPC code. */
export type Code = keyof typeof STATUS;

/** A refusal as the API words it: `{"error", "code", "message"}`. */
export class ApiError extends Error {
  readonly code: number;
  readonly status: number;

  constructor(readonly kind: Code, message: string) {
    super(message);
    this.name = 'ApiError';
    [this.code, this.status] = STATUS[kind];
  }

  /** The body of the answer. */
  get body() {
    return { error: this.message, code: this.code, message: this.message };
  }
}

/** What a caller may not know more about. */
export function permissionDenied(): ApiError {
  return new ApiError('PermissionDenied', 'permission denied');
}
