import { ConflictError, InputError } from '@backstage/errors';
import {
  getGitLabRequestOptions,
  type GitLabIntegration,
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

const projectSchema = z.object({ description: z.string().nullable() });
const namespaceSchema = z.object({ id: z.number() });
const requestSchema = z.object({
  iid: z.number(),
  web_url: z.string(),
  title: z.string(),
});
const pipelineSchema = z.object({ web_url: z.string() });

/** GitLab, by its REST API. */
export class GitlabForge implements Forge {
  readonly type = 'gitlab';
  readonly host: string;
  readonly #integration: GitLabIntegration;
  readonly #baseUrl: string;
  readonly #client: ForgeClient;

  static create(integration: GitLabIntegration): GitlabForge {
    return new GitlabForge(integration);
  }

  private constructor(integration: GitLabIntegration) {
    const { config } = integration;
    this.#integration = integration;
    this.host = config.host;
    this.#baseUrl = config.baseUrl.replace(/\/$/, '');
    this.#client = new ForgeClient({
      host: this.host,
      apiUrl: config.apiBaseUrl,
      headers: async () => getGitLabRequestOptions(config).headers,
    });
  }

  addressOf(ref: RepositoryRef) {
    const url = `${this.#baseUrl}/${urlPath(`${ref.owner}/${ref.name}`)}`;
    return { url, remoteUrl: `${url}.git` };
  }

  fileUrl(ref: RepositoryRef, branch: string, path: string): string {
    const { url } = this.addressOf(ref);
    const kind = path === '' ? 'tree' : 'blob';
    return `${url}/-/${kind}/${urlPath(branch)}/${urlPath(path)}`;
  }

  commitUrl(ref: RepositoryRef, commit: string): string {
    return `${this.addressOf(ref).url}/-/commit/${commit}`;
  }

  async gitCredentials(): Promise<GitCredentials> {
    const { token } = this.#integration.config;
    if (!token) {
      throw new InputError(
        `The integration for ${this.host} has no token. Set integrations.gitlab[].token.`,
      );
    }
    return { username: 'oauth2', password: token };
  }

  async getRepository(
    ref: RepositoryRef,
  ): Promise<ForgeRepository | undefined> {
    const { status, body } = await this.#client.send('GET', pathOf(ref));
    if (status === 404) {
      return undefined;
    }
    const parsed = projectSchema.safeParse(body);
    if (!parsed.success) {
      throw this.#client.refusal(status, `read ${nameOf(ref)}`);
    }
    const description = parsed.data.description ?? '';
    return { ...this.addressOf(ref), description };
  }

  async createRepository(
    ref: RepositoryRef,
    options: { description: string; visibility: Visibility },
  ): Promise<ForgeRepository> {
    const { description, visibility } = options;
    const namespace = await this.#client.send(
      'GET',
      `/namespaces/${encodeURIComponent(ref.owner)}`,
    );
    if (namespace.status === 404) {
      throw new InputError(
        `${this.host} has no group ${ref.owner}. Choose another one, or ask the platform team to make it.`,
      );
    }
    const found = namespaceSchema.safeParse(namespace.body);
    if (!found.success) {
      throw this.#client.refusal(namespace.status, `look for ${ref.owner}`);
    }
    const { status } = await this.#client.send('POST', '/projects', {
      name: ref.name,
      path: ref.name,
      namespace_id: found.data.id,
      description,
      visibility,
      default_branch: 'main',
    });
    // GitLab answers 400 for a path that is taken, and for much else.
    if (status === 400 && (await this.getRepository(ref))) {
      throw new ConflictError(`${nameOf(ref)} is at ${this.host} already.`);
    }
    if (status !== 201) {
      throw this.#client.refusal(status, `create ${nameOf(ref)}`);
    }
    return { ...this.addressOf(ref), description };
  }

  async setDescription(ref: RepositoryRef, description: string): Promise<void> {
    const doing = `describe ${nameOf(ref)}`;
    await this.#client.ask(
      { method: 'PUT', path: pathOf(ref), body: { description }, doing },
      projectSchema,
    );
  }

  async deleteRepository(ref: RepositoryRef): Promise<void> {
    const { status } = await this.#client.send('DELETE', pathOf(ref));
    if (status !== 202 && status !== 204 && status !== 404) {
      throw this.#client.refusal(status, `delete ${nameOf(ref)}`);
    }
  }

  async findPull(
    ref: RepositoryRef,
    { head, base }: { head: string; base: string },
  ): Promise<ForgePull | undefined> {
    const query = new URLSearchParams({
      state: 'opened',
      source_branch: head,
      target_branch: base,
      per_page: '1',
    });
    const [request] = await this.#client.ask(
      {
        method: 'GET',
        path: `${pathOf(ref)}/merge_requests?${query}`,
        doing: `read the merge requests of ${nameOf(ref)}`,
      },
      z.array(requestSchema),
    );
    return request && toPull(request);
  }

  async openPull(
    ref: RepositoryRef,
    pull: { head: string; base: string; title: string; body: string },
  ): Promise<ForgePull> {
    const opened = await this.#client.ask(
      {
        method: 'POST',
        path: `${pathOf(ref)}/merge_requests`,
        body: {
          source_branch: pull.head,
          target_branch: pull.base,
          title: pull.title,
          description: pull.body,
          remove_source_branch: true,
        },
        doing: `open a merge request in ${nameOf(ref)}`,
      },
      requestSchema,
    );
    return toPull(opened);
  }

  async startCi(
    ref: RepositoryRef,
    { branch, commit }: { branch: string; commit: string },
  ): Promise<CiStart> {
    const path = pathOf(ref);
    const doing = `start CI of ${nameOf(ref)}`;
    const query = new URLSearchParams({
      per_page: '1',
      ...(commit && { sha: commit }),
    });
    const present = await this.#client.send(
      'GET',
      `${path}/pipelines?${query}`,
    );
    // GitLab refuses it while CI is switched off for the project.
    if (present.status === 403) {
      return {
        outcome: 'none',
        message: `CI is switched off for this project at ${this.host}.`,
      };
    }
    const [pipeline] =
      z.array(pipelineSchema).safeParse(present.body).data ?? [];
    if (pipeline) {
      return {
        outcome: 'running',
        message: 'The push has started CI.',
        url: pipeline.web_url,
      };
    }
    const { web_url: url } = await this.#client.ask(
      {
        method: 'POST',
        path: `${path}/pipeline?${new URLSearchParams({ ref: branch })}`,
        doing,
      },
      pipelineSchema,
    );
    return { outcome: 'started', message: 'CI has been started.', url };
  }
}

function nameOf({ owner, name }: RepositoryRef): string {
  return `${owner}/${name}`;
}

/** GitLab takes a project's whole path in the place of its number. */
function pathOf(ref: RepositoryRef): string {
  return `/projects/${encodeURIComponent(nameOf(ref))}`;
}

function toPull(request: z.infer<typeof requestSchema>): ForgePull {
  const { iid, web_url: url, title } = request;
  return { number: iid, url, title };
}
