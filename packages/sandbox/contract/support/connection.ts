import { readFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { Agent } from 'node:https';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';

/** Where a server is and how it is spoken to. */
export interface Connection {
  url: string;
  ca: string;
  agent: Agent;
}

/** An answer, with its body parsed if it is JSON. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // The shapes are what the checks are about.
  body: Body;
}

/** A JSON object as it came. */
export type Body = Record<string, unknown>;

/** What is sent beside method and path. */
export interface Sent {
  /** A text or bytes are sent as they are, all else as JSON. */
  body?: unknown;
  type?: string;
  headers?: Record<string, string | string[]>;
  /** Without the administrator's certificate. */
  anonymous?: boolean;
}

/** Reads the first cluster and user of a kubeconfig. */
export async function readKubeconfig(path: string): Promise<Connection> {
  const config = parse(await readFile(path, 'utf8')) as {
    clusters: { cluster: Record<string, string> }[];
    users: { user: Record<string, string> }[];
  };
  const { cluster } = config.clusters[0];
  const { user } = config.users[0];
  const pem = async (values: Record<string, string>, name: string) =>
    values[`${name}-data`]
      ? Buffer.from(values[`${name}-data`], 'base64').toString('utf8')
      : readFile(resolve(dirname(path), values[name]), 'utf8');
  return connectionTo({
    url: cluster.server,
    ca: await pem(cluster, 'certificate-authority'),
    cert: await pem(user, 'client-certificate'),
    key: await pem(user, 'client-key'),
  });
}

/** A connection that shows a client certificate. */
export function connectionTo(options: {
  url: string;
  ca: string;
  cert: string;
  key: string;
}): Connection {
  const { url, ca, cert, key } = options;
  return { url, ca, agent: new Agent({ keepAlive: true, ca, cert, key }) };
}

/** Sends one request and reads the whole answer. */
export function sendTo(
  connection: Connection,
  method: string,
  path: string,
  sent: Sent,
): Promise<Answer> {
  return new Promise((done, failed) => {
    const body =
      sent.body === undefined ||
      typeof sent.body === 'string' ||
      Buffer.isBuffer(sent.body)
        ? sent.body
        : JSON.stringify(sent.body);
    const request = httpsRequest(
      `${connection.url}${path}`,
      {
        method,
        path,
        agent: sent.anonymous
          ? new Agent({ ca: connection.ca })
          : connection.agent,
        headers: {
          'User-Agent': 'contract/1',
          ...(body !== undefined && {
            'Content-Type': sent.type ?? 'application/json',
            'Content-Length': String(Buffer.byteLength(body)),
          }),
          ...sent.headers,
        },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', failed);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: parseIfJson(text),
          });
        });
      },
    );
    request.on('error', failed);
    request.end(body);
  });
}

function parseIfJson(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}
