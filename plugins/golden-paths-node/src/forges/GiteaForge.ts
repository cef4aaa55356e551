import { ConflictError, InputError } from '@backstage/errors';
import {
  getGiteaRequestOptions,
  type GiteaIntegration,
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

const repositorySchema = z.object({
  description: z.string(),
  has_actions: z.boolean().optional(),
});
const pullSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  title: z.string(),
  state: z.string(),
});
const runsSchema = z.object({
  workflow_runs: z
    .array(z.object({ html_url: z.string().optional() }))
    .nullable(),
});

/** Gitea, and what speaks its API. */
export class GiteaForge implements Forge {
  readonly type = 'gitea';
  readonly host: string;
  readonly #integration: GiteaIntegration;
  readonly #baseUrl: string;
  readonly #client: ForgeClient;

  static create(integration: GiteaIntegration): GiteaForge {
    return new GiteaForge(integration);
  }

  private constructor(integration: GiteaIntegration) {
    const { config } = integration;
    this.#integration = integration;
    this.host = config.host;
    this.#baseUrl = (config.baseUrl ?? `https://${config.host}`).replace(
      /\/$/,
      '',
    );
    this.#client = new ForgeClient({
      host: this.host,
      apiUrl: `${this.#baseUrl}/api/v1`,
      headers: async () => getGiteaRequestOptions(config).headers ?? {},
    });
  }

  addressOf(ref: RepositoryRef) {
    const url = `${this.#baseUrl}/${urlPath(`${ref.owner}/${ref.name}`)}`;
    return { url, remoteUrl: `${url}.git` };
  }

  fileUrl(ref: RepositoryRef, branch: string, path: string): string {
    const { url } = this.addressOf(ref);
    return `${url}/src/branch/${urlPath(branch)}/${urlPath(path)}`;
  }

  commitUrl(ref: RepositoryRef, commit: string): string {
    return `${this.addressOf(ref).url}/commit/${commit}`;
  }

  async gitCredentials(): Promise<GitCredentials> {
    const { username, password } = this.#integration.config;
    if (!password) {
      throw new InputError(
        `The integration for ${this.host} has no password. Set integrations.gitea[].password.`,
      );
    }
    // With a token alone, Gitea takes it as the name as well.
    return { username: username ?? password, password };
  }

  async getRepository(
    ref: RepositoryRef,
  ): Promise<ForgeRepository | undefined> {
    const { status, body } = await this.#client.send('GET', pathOf(ref));
    if (status === 404) {
      return undefined;
    }
    const parsed = repositorySchema.safeParse(body);
    if (!parsed.success) {
      throw this.#client.refusal(status, `read ${nameOf(ref)}`);
    }
    const { description } = parsed.data;
    return { ...this.addressOf(ref), description };
  }

  async createRepository(
    ref: RepositoryRef,
    options: { description: string; visibility: Visibility },
  ): Promise<ForgeRepository> {
    const { description, visibility } = options;
    const doing = `create ${nameOf(ref)}`;
    const { status } = await this.#client.send(
      'POST',
      `/orgs/${encodeURIComponent(ref.owner)}/repos`,
      {
        name: ref.name,
        description,
        private: visibility !== 'public',
        default_branch: 'main',
      },
    );
    if (status === 404) {
      throw new InputError(
        `${this.host} has no organisation ${ref.owner}. Choose another one, or ask the platform team to make it.`,
      );
    }
    if (status === 409) {
      throw new ConflictError(`${nameOf(ref)} is at ${this.host} already.`);
    }
    if (status !== 201) {
      throw this.#client.refusal(status, doing);
    }
    return { ...this.addressOf(ref), description };
  }

  async setDescription(ref: RepositoryRef, description: string): Promise<void> {
    await this.#client.ask(
      {
        method: 'PATCH',
        path: pathOf(ref),
        body: { description },
        doing: `describe ${nameOf(ref)}`,
      },
      z.unknown(),
    );
  }

  async deleteRepository(ref: RepositoryRef): Promise<void> {
    const { status } = await this.#client.send('DELETE', pathOf(ref));
    if (status !== 204 && status !== 404) {
      throw this.#client.refusal(status, `delete ${nameOf(ref)}`);
    }
  }

  async findPull(
    ref: RepositoryRef,
    { head, base }: { head: string; base: string },
  ): Promise<ForgePull | undefined> {
    const { status, body } = await this.#client.send(
      'GET',
      `${pathOf(ref)}/pulls/${encodeURIComponent(base)}/${urlPath(head)}`,
    );
    if (status === 404) {
      return undefined;
    }
    const parsed = pullSchema.safeParse(body);
    if (!parsed.success) {
      throw this.#client.refusal(
        status,
        `read the pull requests of ${nameOf(ref)}`,
      );
    }
    return parsed.data.state === 'open' ? toPull(parsed.data) : undefined;
  }

  async openPull(
    ref: RepositoryRef,
    pull: { head: string; base: string; title: string; body: string },
  ): Promise<ForgePull> {
    const opened = await this.#client.ask(
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
    const doing = `start CI of ${nameOf(ref)}`;
    const path = pathOf(ref);
    const { has_actions: hasActions } = await this.#client.ask(
      { method: 'GET', path, doing },
      repositorySchema,
    );
    if (!hasActions) {
      return {
        outcome: 'none',
        message: `${this.host} has no CI for this repository. The CI file is in it and runs where there is one.`,
      };
    }
    const url = `${this.addressOf(ref).url}/actions`;
    const runs = await this.#client.send(
      'GET',
      `${path}/actions/runs?head_sha=${commit}&limit=1`,
    );
    const [run] = runsSchema.safeParse(runs.body).data?.workflow_runs ?? [];
    if (run) {
      return {
        outcome: 'running',
        message: 'The push has started CI.',
        url: run.html_url ?? url,
      };
    }
    const { status } = await this.#client.send(
      'POST',
      `${path}/actions/workflows/${encodeURIComponent(workflow)}/dispatches`,
      { ref: branch },
    );
    if (status !== 200 && status !== 204) {
      throw this.#client.refusal(status, doing);
    }
    return { outcome: 'started', message: 'CI has been started.', url };
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
