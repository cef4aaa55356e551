import { z } from 'zod';

/** An open pull request, as generators see it. */
export type PullRequest = {
  number: number;
  title: string;
  branch: string;
  targetBranch: string;
  headSha: string;
  labels: string[];
  author: string;
};

const versionSchema = z.looseObject({ version: z.string() });
const pullsSchema = z.array(
  z.looseObject({
    number: z.number(),
    title: z.string(),
    head: z.looseObject({ ref: z.string(), sha: z.string() }),
    base: z.looseObject({ ref: z.string() }),
    labels: z.array(z.looseObject({ name: z.string() })).nullish(),
    user: z.looseObject({ login: z.string() }),
  }),
);

const PAGE = 50;
/** A forge that does not answer must not hold the controller for ever. */
const TIMEOUT_MS = 30_000;

/**
 * Lists the open pull requests of a repository on a Gitea that have all of the
 * labels asked for, newest first as the forge has them.
 *
 * @throws Error with Argo CD's words: nobody answers, the version is no number, there is no such repository
 */
export async function listGiteaPulls(options: {
  api: string;
  owner: string;
  repo: string;
  labels?: string[];
  token?: string;
  /** Whether a repository that is not there counts as one without pull requests. */
  mayBeAbsent?: boolean;
  signal: AbortSignal;
}): Promise<PullRequest[]> {
  const { owner, repo, labels = [] } = options;
  const api = options.api.replace(/\/+$/, '');
  const get = async (path: string) => {
    const url = `${api}/api/v1${path}`;
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    try {
      response = await fetch(url, {
        headers: options.token
          ? { authorization: `token ${options.token}` }
          : {},
        signal: AbortSignal.any([options.signal, timeout]),
      });
    } catch (error) {
      throw new Error(`Get ${JSON.stringify(url)}: ${networkReason(error)}`);
    }
    return response;
  };

  try {
    const response = await get('/version');
    const { version } = versionSchema.parse(await response.json());
    if (!/^\d+\.\d+/.test(version)) {
      throw new Error(`unknown version: ${version}`);
    }
  } catch (error) {
    throw new Error(
      `failed to select pull request service provider: ${
        (error as Error).message
      }`,
    );
  }

  const found: PullRequest[] = [];
  const place = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(
    repo,
  )}`;
  for (let page = 1; ; page += 1) {
    const response = await get(
      `${place}/pulls?state=open&page=${page}&limit=${PAGE}`,
    ).catch(error => {
      throw new Error(`error listing repos: ${(error as Error).message}`);
    });
    if (response.status === 404) {
      if (options.mayBeAbsent) return [];
      throw new Error('error listing repos: not found');
    }
    if (!response.ok) {
      throw new Error(`error listing repos: ${await refusal(response)}`);
    }
    const pulls = pullsSchema.parse(await response.json());
    for (const pull of pulls) {
      const names = (pull.labels ?? []).map(label => label.name);
      if (!labels.every(label => names.includes(label))) continue;
      // Its branch was deleted just now; in a moment it is closed.
      if (pull.head.ref === `refs/pull/${pull.number}/head`) continue;
      found.push({
        number: pull.number,
        title: pull.title,
        branch: pull.head.ref,
        targetBranch: pull.base.ref,
        headSha: pull.head.sha,
        labels: names,
        author: pull.user.login,
      });
    }
    if (pulls.length < PAGE) return found;
  }
}

async function refusal(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = z.looseObject({ message: z.string() }).safeParse(body);
  return parsed.success
    ? parsed.data.message
    : `the forge answered with status ${response.status}`;
}

/** A failed connection in Go's words. */
function networkReason(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const { code, address, port, message } = cause as {
    code?: string;
    address?: string;
    port?: number;
    message?: string;
  };
  if (code === 'ECONNREFUSED' && address) {
    const host = address.includes(':') ? `[${address}]` : address;
    return `dial tcp ${host}:${port}: connect: connection refused`;
  }
  return message || String(cause);
}
