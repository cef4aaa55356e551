import { ConflictError, InputError } from '@backstage/errors';
import type {
  GithubCredentialsProvider,
  GithubIntegration,
} from '@backstage/integration';
import { z } from 'zod';
import type {
  CiStart,
  Forge,
  ForgePull,
  ForgeRepository,
  GitCredentials,
  RepositoryRef,
  Visibility,
} from './Forge';
import { ForgeClient } from './ForgeClient';
import { urlPath } from './urlPath';

const repositorySchema = z.object({ description: z.string().nullable() });
const accountSchema = z.object({ type: z.string() });
const pullSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  title: z.string(),
});
const runsSchema = z.object({
  workflow_runs: z.array(z.object({ html_url: z.string() })),
});

const API_VERSION = '2022-11-28';

/** GitHub and GitHub Enterprise, by their REST API. */
export class GithubForge implements Forge {
  readonly type = 'github';
  readonly host: string;
  readonly #credentials: GithubCredentialsProvider;

  static create(options: {
    integration: GithubIntegration;
    credentials: GithubCredentialsProvider;
  }): GithubForge {
    return new GithubForge(options);
  }

  readonly #apiUrl: string;

  private constructor(options: {
    integration: GithubIntegration;
    credentials: GithubCredentialsProvider;
  }) {
    const { host, apiBaseUrl } = options.integration.config;
    this.host = host;
    this.#apiUrl =
      apiBaseUrl ??
      (host === 'github.com'
        ? 'https://api.github.com'
        : `https://${host}/api/v3`);
    this.#credentials = options.credentials;
  }

  addressOf(ref: RepositoryRef) {
    const url = `https://${this.host}/${urlPath(`${ref.owner}/${ref.name}`)}`;
    return { url, remoteUrl: `${url}.git` };
  }

  fileUrl(ref: RepositoryRef, branch: string, path: string): string {
    const { url } = this.addressOf(ref);
    const kind = path === '' ? 'tree' : 'blob';
    return `${url}/${kind}/${urlPath(branch)}/${urlPath(path)}`;
  }

  commitUrl(ref: RepositoryRef, commit: string): string {
    return `${this.addressOf(ref).url}/commit/${commit}`;
  }

  async gitCredentials(ref: RepositoryRef): Promise<GitCredentials> {
    return { username: 'x-access-token', password: await this.#token(ref) };
  }

  async getRepository(
    ref: RepositoryRef,
  ): Promise<ForgeRepository | undefined> {
    const client = this.#client(ref);
    const { status, body } = await client.send('GET', pathOf(ref));
    if (status === 404) {
      return undefined;
    }
    if (status === 301) {
      throw new ConflictError(
        `${nameOf(ref)} at ${
          this.host
        } leads to a repository that has been renamed. Choose another name.`,
      );
    }
    const parsed = repositorySchema.safeParse(body);
    if (!parsed.success) {
      throw client.refusal(status, `read ${nameOf(ref)}`);
    }
    const description = parsed.data.description ?? '';
    return { ...this.addressOf(ref), description };
  }

  async createRepository(
    ref: RepositoryRef,
    options: { description: string; visibility: Visibility },
  ): Promise<ForgeRepository> {
    const { description, visibility } = options;
    const client = this.#client(ref);
    const { status } = await client.send(
      'POST',
      await this.#creationPath(ref),
      {
        name: ref.name,
        description,
        private: visibility !== 'public',
        // Only organisations of an enterprise know it.
        ...(visibility === 'internal' && { visibility }),
        auto_init: false,
        has_wiki: false,
        delete_branch_on_merge: true,
      },
    );
    if (status === 422 && (await this.getRepository(ref))) {
      throw new ConflictError(`${nameOf(ref)} is at ${this.host} already.`);
    }
    if (status !== 201) {
      throw client.refusal(status, `create ${nameOf(ref)}`);
    }
    return { ...this.addressOf(ref), description };
  }

  async setDescription(ref: RepositoryRef, description: string): Promise<void> {
    const doing = `describe ${nameOf(ref)}`;
    await this.#client(ref).ask(
      { method: 'PATCH', path: pathOf(ref), body: { description }, doing },
      repositorySchema,
    );
  }

  async deleteRepository(ref: RepositoryRef): Promise<void> {
    const client = this.#client(ref);
    const { status } = await client.send('DELETE', pathOf(ref));
    if (status !== 204 && status !== 404) {
      throw client.refusal(status, `delete ${nameOf(ref)}`);
    }
  }

  async findPull(
    ref: RepositoryRef,
    { head, base }: { head: string; base: string },
  ): Promise<ForgePull | undefined> {
    const query = new URLSearchParams({
      state: 'open',
      head: `${ref.owner}:${head}`,
      base,
      per_page: '1',
    });
    const [pull] = await this.#client(ref).ask(
      {
        method: 'GET',
        path: `${pathOf(ref)}/pulls?${query}`,
        doing: `read the pull requests of ${nameOf(ref)}`,
      },
      z.array(pullSchema),
    );
    return pull && toPull(pull);
  }

  async openPull(
    ref: RepositoryRef,
    pull: { head: string; base: string; title: string; body: string },
  ): Promise<ForgePull> {
    const opened = await this.#client(ref).ask(
      {
        method: 'POST',
        path: `${pathOf(ref)}/pulls`,
        body: pull,
        doing: `open a pull request in ${nameOf(ref)}`,
      },
      pullSchema,
    );
    return toPull(opened);
  }

  async startCi(
    ref: RepositoryRef,
    options: { branch: string; commit: string; workflow: string },
  ): Promise<CiStart> {
    const { branch, commit, workflow } = options;
    const client = this.#client(ref);
    const actions = `${pathOf(ref)}/actions`;
    const doing = `start CI of ${nameOf(ref)}`;
    const url = `${this.addressOf(ref).url}/actions`;
    const query = new URLSearchParams({
      per_page: '1',
      ...(commit && { head_sha: commit }),
    });
    const runs = await client.send('GET', `${actions}/runs?${query}`);
    const [run] = runsSchema.safeParse(runs.body).data?.workflow_runs ?? [];
    if (run) {
      return {
        outcome: 'running',
        message: 'The push has started CI.',
        url: run.html_url,
      };
    }
    const { status } = await client.send(
      'POST',
      `${actions}/workflows/${encodeURIComponent(workflow)}/dispatches`,
      { ref: branch },
    );
    if (status === 404) {
      return {
        outcome: 'none',
        message: `${this.host} has no workflow ${workflow} in this repository, or its Actions are switched off.`,
        url,
      };
    }
    if (status !== 204 && status !== 200) {
      throw client.refusal(status, doing);
    }
    return { outcome: 'started', message: 'CI has been started.', url };
  }

  async #creationPath(ref: RepositoryRef): Promise<string> {
    const client = this.#client(ref);
    const owner = encodeURIComponent(ref.owner);
    const { status, body } = await client.send('GET', `/users/${owner}`);
    if (status === 404) {
      throw new InputError(
        `${this.host} has no organisation ${ref.owner}. Choose another one, or ask the platform team to make it.`,
      );
    }
    const account = accountSchema.safeParse(body);
    if (!account.success) {
      throw client.refusal(status, `look for ${ref.owner}`);
    }
    return account.data.type === 'Organization'
      ? `/orgs/${owner}/repos`
      : '/user/repos';
  }

  /** A client for one owner: with GitHub Apps, each organisation has a token of its own. */
  #client(ref: RepositoryRef): ForgeClient {
    return new ForgeClient({
      host: this.host,
      apiUrl: this.#apiUrl,
      headers: async () => ({
        accept: 'application/vnd.github+json',
        'x-github-api-version': API_VERSION,
        authorization: `Bearer ${await this.#token(ref)}`,
      }),
    });
  }

  async #token(ref: RepositoryRef): Promise<string> {
    const { token } = await this.#credentials.getCredentials({
      url: this.addressOf(ref).url,
    });
    if (!token) {
      throw new InputError(
        `The integration for ${this.host} has no credentials for ${ref.owner}. Set a token, or install its GitHub App there.`,
      );
    }
    return token;
  }
}

function nameOf({ owner, name }: RepositoryRef): string {
  return `${owner}/${name}`;
}

function pathOf(ref: RepositoryRef): string {
  return `/repos/${urlPath(nameOf(ref))}`;
}

function toPull(pull: z.infer<typeof pullSchema>): ForgePull {
  return { number: pull.number, url: pull.html_url, title: pull.title };
}
