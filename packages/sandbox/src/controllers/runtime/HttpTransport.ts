import http from 'node:http';
import https from 'node:https';
import type { ClusterConnection } from './connection';
import type { StatusBody } from './KubernetesApiError';
import { KubernetesApiError } from './KubernetesApiError';
import type { Json } from './types';

/** One request to the API server. */
export type ApiRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  contentType?: string;
  signal?: AbortSignal;
  /** After how long without a byte the request counts as lost. */
  idleTimeoutMs?: number;
};

const REQUEST_TIMEOUT_MS = 35_000;

/** JSON over HTTPS with connections that are kept and used again. */
export class HttpTransport {
  private agent: http.Agent;
  /** The client certificate the agent's connections are made with. */
  private certificate: string | undefined;
  private readonly base: URL;
  private readonly client: typeof http | typeof https;

  constructor(
    private readonly connection: ClusterConnection,
    private readonly userAgent: string,
  ) {
    this.base = new URL(connection.server);
    const secure = this.base.protocol === 'https:';
    this.client = secure ? https : http;
    this.agent = secure
      ? this.secureAgent()
      : new http.Agent({ keepAlive: true });
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @throws KubernetesApiError when the server refuses
   */
  async json<T = Json>(request: ApiRequest): Promise<T> {
    const response = await this.send(request);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as T;
  }

  /** Sends a request and yields each line of the answer as it comes. */
  async *lines(request: ApiRequest): AsyncGenerator<string> {
    const response = await this.send(request);
    let rest = '';
    try {
      response.setEncoding('utf8');
      for await (const chunk of response) {
        rest += chunk as string;
        let end = rest.indexOf('\n');
        while (end >= 0) {
          const line = rest.slice(0, end);
          rest = rest.slice(end + 1);
          if (line) yield line;
          end = rest.indexOf('\n');
        }
      }
    } finally {
      response.destroy();
    }
  }

  /** Closes the connections that nobody uses. */
  close(): void {
    this.agent.destroy();
  }

  private secureAgent(certificate?: string, key?: string): https.Agent {
    const { ca, skipTlsVerify, tlsServerName } = this.connection;
    return new https.Agent({
      keepAlive: true,
      ca,
      cert: certificate,
      key,
      rejectUnauthorized: !skipTlsVerify,
      servername: tlsServerName,
    });
  }

  /** The token to send; a new client certificate takes new connections. */
  private async signIn(): Promise<string | undefined> {
    const { token, certificate, key } = await this.connection.credentials();
    if (certificate !== this.certificate && this.client === https) {
      // What is under way ends on the old connections.
      this.agent = this.secureAgent(certificate, key);
      this.certificate = certificate;
    }
    return token;
  }

  private async send(request: ApiRequest): Promise<http.IncomingMessage> {
    const url = new URL(
      this.base.pathname.replace(/\/$/, '') + request.path,
      this.base,
    );
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const payload =
      request.body === undefined
        ? undefined
        : Buffer.from(JSON.stringify(request.body));
    const token = await this.signIn();
    return new Promise((resolve, reject) => {
      const outgoing = this.client.request(
        url,
        {
          method: request.method,
          agent: this.agent,
          signal: request.signal,
          timeout: request.idleTimeoutMs ?? REQUEST_TIMEOUT_MS,
          headers: {
            accept: 'application/json',
            'user-agent': this.userAgent,
            ...(token && { authorization: `Bearer ${token}` }),
            ...(payload && {
              'content-type': request.contentType ?? 'application/json',
              'content-length': String(payload.length),
            }),
          },
        },
        response => {
          const code = response.statusCode ?? 0;
          if (code >= 200 && code < 300) {
            resolve(response);
            return;
          }
          if (code === 401) this.connection.refused?.();
          readStatus(response).then(
            status => reject(new KubernetesApiError(code, status)),
            reject,
          );
        },
      );
      outgoing.on('timeout', () =>
        outgoing.destroy(
          new Error(`no answer from ${this.base.host} for too long`),
        ),
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  }
}

async function readStatus(response: http.IncomingMessage): Promise<StatusBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return JSON.parse(text) as StatusBody;
  } catch {
    return { message: text.trim() || response.statusMessage };
  }
}
