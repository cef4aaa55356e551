/** Codes that Argo CD's repository server answers with. */
export type SourceErrorCode =
  | 'Unknown'
  | 'FailedPrecondition'
  | 'Internal'
  | 'Unavailable';

/** A source that could not be read or rendered. The message is worded as Argo CD's. */
export class SourceError extends Error {
  constructor(message: string, readonly code: SourceErrorCode = 'Unknown') {
    super(message);
    this.name = 'SourceError';
  }

  /** As it stands in a condition of an Application. */
  get rpcMessage(): string {
    return `rpc error: code = ${this.code} desc = ${this.message}`;
  }
}
