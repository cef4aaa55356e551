import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { spawnGit } from '../commands/runGit';
import { afterUpdates } from '../services/afterUpdates';
import { HostError, type HostContext } from '../services/HostContext';
import { requireRepository } from '../services/repositories';
import type { Account, RefUpdate } from '../types';
import type { Reply, Request, Route } from './Request';

type Service = 'git-upload-pack' | 'git-receive-pack';

const CHALLENGE = { 'WWW-Authenticate': 'Basic realm="Gitea"' };

/** Git's own protocol: clone, fetch and push over HTTP. */
export function smartHttpRoutes(host: HostContext): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/:owner/:repo/info/refs',
      handler: request => advertise(host, request),
    },
    ...(['git-upload-pack', 'git-receive-pack'] as const).map(service => ({
      method: 'POST',
      pattern: `/:owner/:repo/${service}`,
      handler: (request: Request) => exchange(host, request, service),
    })),
  ];
}

/**
 * Finds the repository for a git client. Who has not signed in is asked to,
 * whether or not there is something to see: an answer of 404 would tell.
 */
async function open(host: HostContext, request: Request, service: Service) {
  const { owner = '', repo = '' } = request.params;
  const { account } = request;
  const need = service === 'git-receive-pack' ? 'write' : 'read';
  try {
    return await requireRepository(
      host,
      account,
      owner,
      repo.replace(/\.git$/, ''),
      need,
    );
  } catch (error) {
    if (error instanceof HostError) {
      if (!account && error.status !== 423) {
        throw new HostError(401, 'Sign in with your name and your git token.');
      }
      if (error.status === 423) {
        throw new HostError(
          403,
          'This repo is archived. You can view files and clone it, but cannot push or open issues/pull-requests.',
        );
      }
      if (error.status === 404) {
        throw new HostError(404, 'Repository not found');
      }
    }
    throw error;
  }
}

/** Answers a git client's failures in plain text, as git shows them. */
async function refusing(work: () => Promise<void>): Promise<Reply | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return {
      status: error.status,
      headers: {
        'Content-Type': 'text/plain; charset=utf-8',
        ...(error.status === 401 && CHALLENGE),
      },
      body: `${error.message}\n`,
    };
  }
}

/** Only what git's protocol defines may reach the process's environment. */
function protocolOf(request: Request): Record<string, string> {
  const said = request.raw.headers['git-protocol'];
  return typeof said === 'string' && /^[\w=:.-]{1,64}$/.test(said)
    ? { GIT_PROTOCOL: said }
    : {};
}

const NO_CACHE = {
  'Cache-Control': 'no-cache, max-age=0, must-revalidate',
  Expires: 'Fri, 01 Jan 1980 00:00:00 GMT',
  Pragma: 'no-cache',
};

function advertise(host: HostContext, request: Request) {
  return refusing(async () => {
    const service = request.url.searchParams.get('service');
    if (service !== 'git-upload-pack' && service !== 'git-receive-pack') {
      throw new HostError(403, 'Only the smart protocol is spoken here.');
    }
    const { dir } = await open(host, request, service);
    const { response } = request;
    const env = protocolOf(request);
    response.writeHead(200, {
      ...NO_CACHE,
      'Content-Type': `application/x-${service}-advertisement`,
    });
    const line = `# service=${service}\n`;
    response.write(
      `${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`,
    );
    const child = spawnGit(
      [service.slice(4), '--stateless-rpc', '--advertise-refs', dir],
      { env },
    );
    child.stdin.end();
    child.stderr.resume();
    await pipeline(child.stdout, response);
  });
}

function exchange(host: HostContext, request: Request, service: Service) {
  return refusing(async () => {
    const { repository, dir } = await open(host, request, service);
    const { account, raw, response } = request;
    if (raw.headers['content-type'] !== `application/x-${service}-request`) {
      throw new HostError(415, `Send application/x-${service}-request.`);
    }
    const report = join(host.workDir, `push-${randomUUID()}`);
    const pushing = service === 'git-receive-pack';
    const child = spawnGit([service.slice(4), '--stateless-rpc', dir], {
      env: {
        ...protocolOf(request),
        ...(pushing && { CAIRN_PUSH_REPORT: report }),
      },
      settings: pushing ? [`core.hooksPath=${host.hooksDir}`] : [],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < 2000) stderr += chunk.toString('utf8');
    });
    const ended = once(child, 'close');
    const body =
      raw.headers['content-encoding'] === 'gzip'
        ? raw.pipe(createGunzip().on('error', () => child.kill()))
        : raw;
    response.writeHead(200, {
      ...NO_CACHE,
      'Content-Type': `application/x-${service}-result`,
    });
    // A client that goes away ends a fetch; a push that was taken in goes on.
    const sent = pipeline(body, child.stdin).catch(() => undefined);
    const answered = pipeline(child.stdout, response, { end: !pushing }).catch(
      () => {
        child.stdout.resume();
        if (!pushing) child.kill();
      },
    );
    const [code] = (await ended) as [number | null];
    await Promise.all([sent, answered]);
    if (code !== 0) {
      host.log('debug', 'A git client was refused', { service, stderr });
    }
    if (!pushing) return;
    try {
      const updates = await readReport(report);
      if (updates.length > 0) {
        await afterUpdates(host, repository, account as Account, updates);
      }
    } finally {
      response.end();
    }
  });
}

/** Reads what git's post-receive hook was told: the references that did change. */
async function readReport(path: string): Promise<RefUpdate[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  await rm(path, { force: true });
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => {
      const [before = '', after = '', ref = ''] = line.split(/ (\S+) (.*)/s);
      return { before, after, ref };
    });
}
