import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CertificateAuthority } from '../../../pki/CertificateAuthority';
import type { Log } from '../../runtime';
import type {
  AdmissionRequest,
  AdmissionResponse,
  AdmissionReview,
} from './admissionTypes';

/** Answers a request that was sent to a path below the handler's own. */
export type AdmissionHandler = (
  request: AdmissionRequest,
  /** What follows the handler's path, decoded. */
  path: string[],
) => AdmissionResponse | Promise<AdmissionResponse>;

/** A running webhook server. */
export interface WebhookServer {
  /** Such as `https://127.0.0.1:40123`. */
  url: string;
  /** The certificate that calls are to be checked against, base64 of PEM. */
  caBundle: string;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;
const CERTIFICATE_DAYS = 365;

/**
 * Serves admission webhooks over TLS, on loopback and a free port. The authority
 * behind the certificate lives as long as the process.
 *
 * @param handlers - by the first part of the path, such as `vpol`
 */
export async function startWebhookServer(
  handlers: Record<string, AdmissionHandler>,
  log: Log,
): Promise<WebhookServer> {
  const authority = await CertificateAuthority.create({
    commonName: 'cairn-policy-webhooks',
  });
  const { certificate, key } = await authority.issueServer({
    hosts: ['127.0.0.1', 'localhost'],
    days: CERTIFICATE_DAYS,
  });
  const server = createServer(
    { cert: certificate, key },
    (request, response) => {
      answer(request, response, handlers).catch(error => {
        log('warn', 'An admission request could not be answered', {
          path: request.url,
          error: error instanceof Error ? error.message : String(error),
        });
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
  );
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    caBundle: Buffer.from(authority.certificate).toString('base64'),
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: Record<string, AdmissionHandler>,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'https://localhost');
  const [name, ...path] = pathname
    .split('/')
    .filter(part => part !== '')
    .map(decodeURIComponent);
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler || request.method !== 'POST') {
    request.resume();
    response.writeHead(404).end();
    return;
  }
  const review = JSON.parse(await readBody(request)) as AdmissionReview;
  if (!review.request) {
    response.writeHead(400).end('the body is no AdmissionReview');
    return;
  }
  const made = await handler(review.request, path);
  const body = JSON.stringify({
    apiVersion: review.apiVersion,
    kind: 'AdmissionReview',
    response: { uid: review.request.uid, ...made },
  });
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new Error('the request is too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
