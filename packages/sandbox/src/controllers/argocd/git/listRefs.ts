import http from 'node:http';
import https from 'node:https';
import { gitText, GitCommandError } from '../../../git/commands/runGit';
import type { Credentials } from './RepositoryCredentials';
import { SourceError } from './SourceError';

/** References of a repository: names to hashes; peeled tags end in `^{}`. */
export type Refs = ReadonlyMap<string, string>;

const TIMEOUT_MS = 15_000;

/**
 * Asks a repository for its references. Over HTTP this is one request, so that
 * looking for news of many repositories starts no processes.
 *
 * @throws SourceError as Argo CD words it, beginning with `failed to list refs: `
 */
export async function listRefs(
  repoURL: string,
  credentials: Credentials | undefined,
): Promise<Refs> {
  try {
    if (/^https?:\/\//.test(repoURL)) {
      return parseAdvertisement(await advertisement(repoURL, credentials));
    }
    return parseLines(await gitText(['ls-remote', '--', repoURL]));
  } catch (error) {
    throw new SourceError(`failed to list refs: ${reasonOf(error)}`);
  }
}

/** The header that carries credentials, if there are any. */
export function authorization(
  credentials: Credentials | undefined,
): string | undefined {
  if (!credentials?.password) return undefined;
  const pair = `${credentials.username}:${credentials.password}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

async function advertisement(
  repoURL: string,
  credentials: Credentials | undefined,
): Promise<Buffer> {
  const url = new URL(
    `${repoURL.replace(/\/+$/, '')}/info/refs?service=git-upload-pack`,
  );
  const { status, body } = await get(url, credentials);
  const text = () => body.toString('utf8').slice(0, 500);
  if (status === 401) throw new Error(`authentication required: ${text()}`);
  if (status === 403) throw new Error(`authorization failed: ${text()}`);
  if (status === 404) throw new Error('repository not found');
  if (status !== 200) {
    throw new Error(`unexpected client error: ${status} ${text()}`);
  }
  return body;
}

function get(
  url: URL,
  credentials: Credentials | undefined,
): Promise<{ status: number; body: Buffer }> {
  const library = url.protocol === 'https:' ? https : http;
  const header = authorization(credentials);
  return new Promise((resolve, reject) => {
    const request = library.get(
      url,
      {
        timeout: TIMEOUT_MS,
        headers: {
          'user-agent': 'git/argocd',
          ...(header && { authorization: header }),
        },
        ...(credentials?.insecure && { rejectUnauthorized: false }),
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('timeout', () =>
      request.destroy(new Error(`Get "${url.href}": i/o timeout`)),
    );
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ECONNREFUSED'
          ? new Error(
              `Get "${url.href}": dial tcp ${url.host}: connect: connection refused`,
            )
          : error,
      ),
    );
  });
}

/** Reads the lines of git's packet format: four hexadecimal digits of length before each. */
function parseAdvertisement(body: Buffer): Refs {
  const lines: string[] = [];
  for (let at = 0; at + 4 <= body.length; ) {
    const length = Number.parseInt(body.toString('latin1', at, at + 4), 16);
    if (Number.isNaN(length)) throw new Error('invalid pkt-len found');
    if (length >= 4) {
      const line = body.toString('utf8', at + 4, at + length);
      if (!line.startsWith('#')) lines.push(line.split('\0')[0] ?? '');
    }
    at += Math.max(length, 4);
  }
  return parseLines(lines.join('\n'));
}

function parseLines(text: string): Refs {
  const refs = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [hash, name] = line.trim().split(/\s+/);
    if (hash && name && /^[0-9a-f]{40,64}$/.test(hash)) refs.set(name, hash);
  }
  return refs;
}

function reasonOf(error: unknown): string {
  if (error instanceof GitCommandError) {
    const absent =
      /does not appear to be a git repository|not found|No such file/.test(
        error.stderr,
      );
    return absent ? 'repository not found' : error.stderr.trim();
  }
  return error instanceof Error ? error.message : String(error);
}
