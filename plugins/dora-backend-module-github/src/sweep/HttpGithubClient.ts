import { ResponseError } from '@backstage/errors';
import type {
  GithubCredentialsProvider,
  GithubIntegrationConfig,
} from '@backstage/integration';
import { z } from 'zod';
import {
  apiCommitSchema,
  apiDeploymentSchema,
  apiDeploymentStatusSchema,
  apiPullRequestSchema,
  apiReviewSchema,
  apiWorkflowRunsSchema,
  RateLimitedError,
  type GithubClient,
} from './GithubClient';

const PAGE = 100;
/** Of one list of one repository. */
const MAX_PAGES = 10;
/** Calls that are left to others of the same credentials. */
const RESERVE = 200;
const TIMEOUT = 20_000;

interface Options {
  integration: Pick<GithubIntegrationConfig, 'host' | 'apiBaseUrl'>;
  credentials: GithubCredentialsProvider;
  signal: AbortSignal;
}

/** Asks GitHub's REST API with the credentials of the integration, and stops before its limit is reached. */
export class HttpGithubClient implements GithubClient {
  readonly #options: Options;

  static create(options: Options): HttpGithubClient {
    return new HttpGithubClient(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  commits(repository: string, since: number) {
    const query = { since: new Date(since).toISOString() };
    return this.#pages(repository, 'commits', query, z.array(apiCommitSchema));
  }

  async pullRequests(repository: string, since: number) {
    const query = { state: 'all', sort: 'updated', direction: 'desc' };
    const schema = z.array(apiPullRequestSchema);
    return this.#pages(repository, 'pulls', query, schema, pull =>
      isSince(pull.updated_at, since),
    );
  }

  pullRequestCommits(repository: string, number: number) {
    const path = `pulls/${number}/commits`;
    return this.#pages(repository, path, {}, z.array(apiCommitSchema));
  }

  reviews(repository: string, number: number) {
    const path = `pulls/${number}/reviews`;
    return this.#pages(repository, path, {}, z.array(apiReviewSchema));
  }

  deployments(repository: string, since: number) {
    const schema = z.array(apiDeploymentSchema);
    return this.#pages(repository, 'deployments', {}, schema, one =>
      isSince(one.created_at, since),
    );
  }

  statuses(repository: string, deployment: string | number) {
    const path = `deployments/${encodeURIComponent(deployment)}/statuses`;
    const schema = z.array(apiDeploymentStatusSchema);
    return this.#pages(repository, path, {}, schema);
  }

  workflowRuns(repository: string, since: number) {
    const created = `>=${new Date(since).toISOString()}`;
    const schema = apiWorkflowRunsSchema.transform(one => one.workflow_runs);
    return this.#pages(repository, 'actions/runs', { created }, schema);
  }

  /** All pages, until one is short or holds something that is not wanted any more. */
  async #pages<T>(
    repository: string,
    path: string,
    query: Record<string, string>,
    schema: z.ZodType<T[]>,
    isWanted: (item: T) => boolean = () => true,
  ): Promise<T[]> {
    const found: T[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const params = new URLSearchParams({
        ...query,
        per_page: String(PAGE),
        page: String(page),
      });
      const items = schema.parse(
        await this.#get(repository, `${path}?${params}`),
      );
      const wanted = items.filter(isWanted);
      found.push(...wanted);
      if (items.length < PAGE || wanted.length < items.length) break;
    }
    return found;
  }

  async #get(repository: string, path: string): Promise<unknown> {
    const { integration, credentials, signal } = this.#options;
    const name = repository.split('/').map(encodeURIComponent).join('/');
    const { headers } = await credentials.getCredentials({
      url: `https://${integration.host}/${name}`,
    });
    const response = await fetch(
      `${
        integration.apiBaseUrl ?? 'https://api.github.com'
      }/repos/${name}/${path}`,
      {
        headers: { ...headers, accept: 'application/vnd.github+json' },
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      },
    );
    const left = response.headers.get('x-ratelimit-remaining');
    const isRefused = response.status === 429 || response.status === 403;
    const after = Number(response.headers.get('retry-after'));
    if (isRefused && (after > 0 || left === '0')) {
      throw new RateLimitedError(
        after > 0 ? Date.now() + after * 1000 : resetOf(response),
      );
    }
    if (!response.ok) throw await ResponseError.fromResponse(response);
    const body: unknown = await response.json();
    if (left !== null && Number(left) < RESERVE) {
      throw new RateLimitedError(resetOf(response));
    }
    return body;
  }
}

function isSince(instant: string, since: number): boolean {
  return Date.parse(instant) >= since;
}

function resetOf({ headers }: Response): number {
  return Number(headers.get('x-ratelimit-reset') ?? 0) * 1000;
}
