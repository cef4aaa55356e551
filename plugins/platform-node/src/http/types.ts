/** One request to a cluster. */
export interface ClusterRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Absolute path made by `resourcePath`, so every segment is encoded already. */
  path: string;
  query?: Record<string, string | undefined>;
  /** A list repeats the header. */
  headers?: Record<string, string | string[]>;
  /** Sent as JSON. */
  body?: unknown;
  /** Milliseconds until the whole answer must be there. */
  timeout?: number;
  signal?: AbortSignal;
}

/** A watch. */
export interface StreamRequest extends ClusterRequest {
  silence: number;
  onOpen?: () => void;
}

/** A successful answer. */
export interface ClusterResponse {
  status: number;
  body: unknown;
  /** Texts of the `Warning` headers. */
  warnings: string[];
}

/**
 * The wire to one cluster, with the portal's own identity. Nothing but this knows a token.
 * Every failure is a `ClusterRequestError`.
 */
export interface ClusterConnection {
  readonly name: string;
  /** Address of the server as of now: when it changes, nothing of the old one's versions holds. */
  place(): Promise<string>;
  request(request: ClusterRequest): Promise<ClusterResponse>;
  /**
   * Opens a watch and yields each line of it, parsed. Ends when the server ends it; throws when it
   * breaks. `silence` is how long, in milliseconds, no byte may come; `onOpen` is called when the
   * server has accepted the watch.
   */
  stream(request: StreamRequest): AsyncIterable<unknown>;
  close(): void;
}
