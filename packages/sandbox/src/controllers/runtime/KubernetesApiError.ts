/** What a Kubernetes API answers instead of an object (`kind: Status`). */
export type StatusBody = {
  message?: string;
  reason?: string;
  code?: number;
  details?: {
    name?: string;
    kind?: string;
    causes?: { reason?: string; message?: string; field?: string }[];
    retryAfterSeconds?: number;
  };
};

/** A refusal by the API server. `message` is the server's own sentence. */
export class KubernetesApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly status: StatusBody;

  constructor(code: number, status: StatusBody) {
    super(status.message ?? `the server answered with status ${code}`);
    this.name = 'KubernetesApiError';
    this.code = code;
    this.reason = status.reason ?? '';
    this.status = status;
  }
}

/** The API server does not serve this kind. */
export class NoKindMatchError extends Error {
  constructor(apiVersion: string, kind: string) {
    super(`no matches for kind "${kind}" in version "${apiVersion}"`);
    this.name = 'NoKindMatchError';
  }
}

/** Whether the error says that the object (or its kind) does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof KubernetesApiError && error.code === 404;
}

/** Whether the error is a lost race: an old resource version, or a name that is taken. */
export function isConflict(error: unknown): boolean {
  return (
    error instanceof KubernetesApiError &&
    error.code === 409 &&
    error.reason === 'Conflict'
  );
}

/** Whether the name is taken already. */
export function isAlreadyExists(error: unknown): boolean {
  return (
    error instanceof KubernetesApiError && error.reason === 'AlreadyExists'
  );
}

/** Whether the server found the object's content invalid. */
export function isInvalid(error: unknown): boolean {
  return error instanceof KubernetesApiError && error.reason === 'Invalid';
}

/** Whether a watch or list must begin anew, because its version is too old. */
export function isGone(error: unknown): boolean {
  return error instanceof KubernetesApiError && error.code === 410;
}
