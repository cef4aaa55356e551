import { CustomErrorBase } from '@backstage/errors';

/** What is kept of a Status object: nothing that a person may not see is passed on from it unread. */
export interface ReadableStatus {
  reason?: string;
  message?: string;
  kind?: string;
  name?: string;
  group?: string;
  causes: { reason?: string; message: string; field?: string }[];
}

/** Why there is no answer. */
export type ClusterFailure =
  | 'status'
  | 'timeout'
  | 'silence'
  | 'unreachable'
  | 'tls'
  | 'login'
  | 'broken-answer'
  | 'too-large'
  | 'aborted';

/** What the portal's login comes from. Files are followed; the configuration is read once, at start. */
export type LoginSource = 'configuration' | 'token-file' | 'kubeconfig';

/**
 * A request to a cluster that brought no success. Stays inside this package: `translateClusterError`
 * makes of it what people may see.
 */
export class ClusterRequestError extends CustomErrorBase {
  name = 'ClusterRequestError' as const;
  readonly cluster: string;
  readonly failure: ClusterFailure;
  /** HTTP status, when there was an answer. Not named `status`, which the error middleware would answer with. */
  readonly httpStatus?: number;
  readonly answer: ReadableStatus;
  /** Milliseconds the server asks to wait. */
  readonly retryAfter?: number;
  /** With an HTTP status: where the login came from. */
  readonly login?: LoginSource;

  constructor(options: {
    cluster: string;
    failure: ClusterFailure;
    httpStatus?: number;
    answer?: ReadableStatus;
    retryAfter?: number;
    login?: LoginSource;
    /** For the log alone. */
    detail?: string;
  }) {
    super(
      `Request to cluster ${options.cluster} failed: ${options.failure}${
        options.httpStatus ? ` ${options.httpStatus}` : ''
      }${options.detail ? `: ${options.detail}` : ''}`,
    );
    this.cluster = options.cluster;
    this.failure = options.failure;
    this.httpStatus = options.httpStatus;
    this.answer = options.answer ?? { causes: [] };
    this.retryAfter = options.retryAfter;
    this.login = options.login;
  }
}

/** Whether an error came from a request to a cluster. */
export function isClusterRequestError(
  error: unknown,
): error is ClusterRequestError {
  return (
    error instanceof Error &&
    error.name === 'ClusterRequestError' &&
    'failure' in error
  );
}
