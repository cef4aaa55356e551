import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import type { ClientConfig } from './Webhook';

/** Most bytes of an answer that are read. */
const MAX_ANSWER = 3 * 1024 * 1024;

/** A webhook that could not be talked to; the message is the whole finding. */
export class CallError extends Error {}

/** One way to a server, kept open between calls. */
const agents = new Map<string, Agent>();

function agentFor(caBundle: string | undefined): Agent {
  const key = caBundle ?? '';
  let agent = agents.get(key);
  if (!agent) {
    // A configuration written over and over leaves its bundles behind.
    if (agents.size >= 50) closeAgents();
    agent = new Agent({
      keepAlive: true,
      timeout: 30_000,
      ...(caBundle && { ca: Buffer.from(caBundle, 'base64').toString('utf8') }),
    });
    agents.set(key, agent);
  }
  return agent;
}

/** Ends connections that wait for another call. */
export function closeAgents(): void {
  for (const agent of agents.values()) agent.destroy();
  agents.clear();
}

/**
 * Sends a review and answers the parsed body.
 *
 * @param timeoutSeconds - for everything together; told to the webhook too
 * @throws CallError worded as a Go client says it
 */
export async function postReview(options: {
  client: ClientConfig;
  review: unknown;
  timeoutSeconds: number;
}): Promise<unknown> {
  const { client, timeoutSeconds } = options;
  const address = `${addressOf(client)}?timeout=${timeoutSeconds}s`;
  const fail = (text: string) =>
    new CallError(`failed to call webhook: Post "${address}": ${text}`);
  if (client.service) {
    // Services have no network here, so none can be reached.
    throw fail(`service "${client.service.name}" not found`);
  }
  const url = new URL(address);
  let answer: Answer;
  try {
    answer = await send(url, client.caBundle, options.review, timeoutSeconds);
  } catch (error) {
    throw fail(goProblem(error, url));
  }
  const read = parsed(answer.text);
  const { code } = answer;
  if (isFailure(read) || code < 200 || code > 299) {
    throw new CallError(`failed to call webhook: ${refusal(answer, read)}`);
  }
  if (!read) throw new CallError(`failed to call webhook: ${unread(answer)}`);
  return read;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** True for a Kubernetes status that tells of a failure. */
function isFailure(
  body: Record<string, unknown> | undefined,
): body is { message?: string } {
  return body?.kind === 'Status' && body.status === 'Failure';
}

function unread({ code, text, type }: Answer): string {
  if (text === '') {
    return `0-length response with status code: ${code} and content type: ${type}`;
  }
  return 'couldn\'t get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
}

function addressOf({ url, service }: ClientConfig): string {
  if (url !== undefined) return url;
  const { name = '', namespace = '', path, port = 443 } = service ?? {};
  return `https://${name}.${namespace}.svc:${port}${path || '/'}`;
}

interface Answer {
  code: number;
  text: string;
  type: string;
}

function send(
  url: URL,
  caBundle: string | undefined,
  review: unknown,
  timeoutSeconds: number,
): Promise<Answer> {
  const body = Buffer.from(JSON.stringify(review));
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent: agentFor(caBundle),
        signal,
        headers: {
          Accept: 'application/json, */*',
          'Content-Type': 'application/json',
          'Content-Length': body.length,
          'User-Agent': 'kube-apiserver-admission',
        },
      },
      response => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size > MAX_ANSWER) {
            response.destroy(new Error('http: request body too large'));
          } else {
            parts.push(part);
          }
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            code: response.statusCode ?? 0,
            text: Buffer.concat(parts).toString('utf8'),
            type: response.headers['content-type'] ?? '',
          }),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

/** What Go's HTTP client says of a failure. */
function goProblem(error: unknown, url: URL): string {
  const { code, name, message } = error as NodeJS.ErrnoException;
  const address = `${url.hostname}:${url.port || 443}`;
  if (name === 'AbortError' || name === 'TimeoutError') {
    return 'context deadline exceeded';
  }
  switch (code) {
    case 'ECONNREFUSED':
      return `dial tcp ${address}: connect: connection refused`;
    case 'ENOTFOUND':
      return `dial tcp: lookup ${url.hostname}: no such host`;
    case 'EHOSTUNREACH':
      return `dial tcp ${address}: connect: no route to host`;
    case 'ECONNRESET':
      return 'EOF';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
    case 'CERT_HAS_EXPIRED':
      return 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `tls: failed to verify certificate: x509: ${alternatives(
        error,
        url,
      )}`;
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return 'http: server gave HTTP response to HTTPS client';
    default:
      return message;
  }
}

function alternatives(error: unknown, { hostname }: URL): string {
  const { cert } = error as { cert?: { subjectaltname?: string } };
  const names = (cert?.subjectaltname ?? '').split(', ');
  const of = (kind: string) =>
    names
      .filter(name => name.startsWith(kind))
      .map(name => name.slice(kind.length))
      .join(', ');
  if (isIP(hostname)) {
    const addresses = of('IP Address:');
    return addresses
      ? `certificate is valid for ${addresses}, not ${hostname}`
      : `cannot validate certificate for ${hostname} because it doesn't contain any IP SANs`;
  }
  const valid = of('DNS:');
  return valid
    ? `certificate is valid for ${valid}, not ${hostname}`
    : `certificate is not valid for any names, but wanted to match ${hostname}`;
}

const REFUSALS: Record<number, string> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  403: 'unknown',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  415: 'the server was unable to respond with a content type that the client supports',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
};

/** What the Kubernetes client says of an answer that is no success. */
function refusal(
  { code, text, type }: Answer,
  body: Record<string, unknown> | undefined,
): string {
  if (isFailure(body) && body.message) return body.message;
  const known = REFUSALS[code];
  if (known) return known;
  const shown = type.startsWith('text/') && text.trim();
  return code >= 500
    ? `an error on the server (${JSON.stringify(
        shown || 'unknown',
      )}) has prevented the request from succeeding`
    : `the server responded with the status code ${code} but did not return more information`;
}
