import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { KubeconfigError } from '@cairn/kubeconfig';
import type { ClusterOptions } from '../config/readClusterOptions';
import type { Access, AccessSource } from './AccessSource';
import { createAccessSource } from './AccessSource';
import { ClusterRequestError } from './ClusterRequestError';
import type { ClusterFailure } from './ClusterRequestError';
import { readLines } from './readLines';
import { readStatus } from './readStatus';
import { readWarnings } from './readWarnings';
import type {
  ClusterConnection,
  ClusterRequest,
  ClusterResponse,
  StreamRequest,
} from './types';

/** A page of 500 objects at the largest size etcd takes would be larger, but no list the portal reads. */
const MAX_BODY_BYTES = 128 * 1024 * 1024;
const MAX_ERROR_BYTES = 256 * 1024;
const MAX_LINE_BYTES = 16 * 1024 * 1024;
const MAX_RETRY_AFTER = 60_000;

const TLS_CODES =
  /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

function failureOf(error: unknown): ClusterFailure {
  const { code } = (error ?? {}) as { code?: unknown };
  return TLS_CODES.test(String(code)) ? 'tls' : 'unreachable';
}

function readRetryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header && seconds > 0
    ? Math.min(seconds * 1000, MAX_RETRY_AFTER)
    : undefined;
}

/**
 * Speaks HTTP with one cluster: own CA, own connections kept alive, no redirect followed, every
 * answer bounded in time and size.
 */
export class HttpClusterConnection implements ClusterConnection {
  readonly name: string;
  readonly #source: AccessSource;
  readonly #timeout: number;
  #agent: http.Agent | undefined;
  /** What the agent was made for. */
  #agentAccess: Access | undefined;

  /** @throws KubeconfigError when the kubeconfig of the cluster cannot be used */
  static create(
    options: ClusterOptions,
    { timeout }: { timeout: number },
  ): HttpClusterConnection {
    return new HttpClusterConnection(options, timeout);
  }

  private constructor(options: ClusterOptions, timeout: number) {
    this.name = options.name;
    this.#source = createAccessSource(options);
    this.#timeout = timeout;
  }

  async place(): Promise<string> {
    try {
      return (await this.#source.current()).url;
    } catch (error) {
      throw this.#explain(error, new AbortController().signal, undefined);
    }
  }

  async request(request: ClusterRequest): Promise<ClusterResponse> {
    const timeout = AbortSignal.timeout(request.timeout ?? this.#timeout);
    const signal = request.signal
      ? AbortSignal.any([timeout, request.signal])
      : timeout;
    try {
      const response = await this.#send(request, signal);
      const text = await this.#readBody(response, MAX_BODY_BYTES);
      return {
        status: response.statusCode ?? 0,
        body: this.#parse(text),
        warnings: readWarnings(response.headers.warning),
      };
    } catch (error) {
      throw this.#explain(error, timeout, request.signal);
    }
  }

  async *stream(request: StreamRequest): AsyncGenerator<unknown> {
    const silence = new AbortController();
    const signal = request.signal
      ? AbortSignal.any([silence.signal, request.signal])
      : silence.signal;
    let timer = setTimeout(() => silence.abort(), request.silence);
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), request.silence);
    };
    try {
      const response = await this.#send(request, signal);
      heard();
      request.onOpen?.();
      for await (const line of readLines(
        announce(response, heard),
        MAX_LINE_BYTES,
      )) {
        yield this.#parse(line);
      }
    } catch (error) {
      throw this.#explain(error, silence.signal, request.signal, 'silence');
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  #agentFor(access: Access): http.Agent {
    if (!this.#agent || !isSameWire(access, this.#agentAccess)) {
      // Connections in use finish on the old agent.
      const common = {
        keepAlive: true,
        keepAliveMsecs: 15_000,
        maxFreeSockets: 8,
      };
      this.#agent = access.url.startsWith('https:')
        ? new https.Agent({
            ...common,
            ca: access.ca,
            cert: access.certificate,
            key: access.key,
            servername: access.tlsServerName,
            rejectUnauthorized: !access.skipTLSVerify,
          })
        : new http.Agent(common);
      this.#agentAccess = access;
    }
    return this.#agent;
  }

  async #send(
    request: ClusterRequest,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const access = await this.#source.current();
    const { token } = access;
    const url = new URL(access.url + request.path);
    for (const [key, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) {
        url.searchParams.set(key, value);
      }
    }
    const body =
      request.body === undefined ? undefined : JSON.stringify(request.body);
    const { request: send } = url.protocol === 'https:' ? https : http;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = send(url, {
        method: request.method,
        agent: this.#agentFor(access),
        signal,
        headers: {
          accept: 'application/json',
          'user-agent': 'cairn',
          ...(body === undefined
            ? {}
            : {
                'content-type': 'application/json',
                'content-length': Buffer.byteLength(body),
              }),
          ...request.headers,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
      });
      outgoing.on('response', resolve);
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) {
      if (status === 401) {
        this.#source.refused();
      }
      const text = await this.#readBody(response, MAX_ERROR_BYTES);
      throw new ClusterRequestError({
        cluster: this.name,
        failure: 'status',
        httpStatus: status,
        answer: readStatus(parseLeniently(text)),
        retryAfter: readRetryAfter(response.headers['retry-after']),
        login: this.#source.login,
      });
    }
    return response;
  }

  async #readBody(response: IncomingMessage, limit: number): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        response.destroy();
        throw new ClusterRequestError({
          cluster: this.name,
          failure: 'too-large',
        });
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size).toString('utf8');
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new ClusterRequestError({
        cluster: this.name,
        failure: 'broken-answer',
      });
    }
  }

  #explain(
    error: unknown,
    deadline: AbortSignal,
    caller: AbortSignal | undefined,
    late: ClusterFailure = 'timeout',
  ): ClusterRequestError {
    if (error instanceof ClusterRequestError) {
      return error;
    }
    let failure = failureOf(error);
    if (caller?.aborted) {
      failure = 'aborted';
    } else if (deadline.aborted) {
      failure = late;
    } else if (error instanceof RangeError) {
      failure = 'too-large';
    }
    const login = error instanceof KubeconfigError ? error.message : undefined;
    return new ClusterRequestError({
      cluster: this.name,
      failure: login ? 'login' : failure,
      detail: login,
    });
  }
}

/** Whether connections made for the one serve the other; a token is sent with each request. */
function isSameWire(one: Access, other: Access | undefined): boolean {
  return (
    one.url === other?.url &&
    one.ca === other.ca &&
    one.certificate === other.certificate &&
    one.key === other.key &&
    one.tlsServerName === other.tlsServerName &&
    one.skipTLSVerify === other.skipTLSVerify
  );
}

async function* announce(
  chunks: AsyncIterable<Buffer>,
  heard: () => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    heard();
    yield chunk;
  }
}

function parseLeniently(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
