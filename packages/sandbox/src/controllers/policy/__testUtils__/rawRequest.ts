import { request } from 'node:https';
import { connectionFromKubeconfig } from '../../runtime';

/** An answer with everything a client sees. */
export interface RawAnswer {
  code: number;
  body: { message?: string; reason?: string; status?: unknown };
  /** The texts of the `Warning` headers. */
  warnings: string[];
}

/** Sends a request as `kubectl` would, with strict field validation. */
export async function rawRequest(
  kubeconfig: string,
  options: {
    method: string;
    path: string;
    body?: unknown;
    contentType?: string;
  },
): Promise<RawAnswer> {
  const { server, ca, credentials } = connectionFromKubeconfig(kubeconfig);
  const { certificate, key } = await credentials();
  const separator = options.path.includes('?') ? '&' : '?';
  return new Promise((resolve, reject) => {
    const call = request(
      `${server}${options.path}${separator}fieldValidation=Strict`,
      {
        method: options.method,
        ca,
        cert: certificate,
        key,
        headers: { 'Content-Type': options.contentType ?? 'application/json' },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            code: response.statusCode ?? 0,
            body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
            warnings: (response.headersDistinct.warning ?? []).map(it =>
              it.replace(/^299 - "(.*)"$/s, '$1').replace(/\\(.)/g, '$1'),
            ),
          }),
        );
      },
    );
    call.on('error', reject);
    call.end(
      options.body === undefined ? undefined : JSON.stringify(options.body),
    );
  });
}
