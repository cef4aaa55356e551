import { runGit } from '../../git/commands/runGit';

/** The git host as its users reach it: Gitea's API and pushes over HTTP. */
export class GitDoor {
  constructor(
    private readonly url: string,
    private readonly person: { name: string; token: string },
  ) {}

  /**
   * Makes a repository in an organisation, if it is not there.
   *
   * @throws Error when the host refuses
   */
  async createRepository(
    owner: string,
    name: string,
    description: string,
  ): Promise<void> {
    const response = await fetch(
      `${this.url}/api/v1/orgs/${encodeURIComponent(owner)}/repos`,
      {
        method: 'POST',
        headers: {
          authorization: `token ${this.person.token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ name, description, default_branch: 'main' }),
      },
    );
    const text = await response.text();
    if (response.ok || response.status === 409) return;
    throw new Error(
      `The git host refused to make ${owner}/${name} (${response.status}): ${text}`,
    );
  }

  /**
   * Has a repository tell an address of pushes and pull requests, if it does not yet.
   *
   * @throws Error when the host refuses
   */
  async tellOf(owner: string, name: string, address: string): Promise<void> {
    const hooks = `${this.url}/api/v1/repos/${owner}/${name}/hooks`;
    const headers = {
      authorization: `token ${this.person.token}`,
      'content-type': 'application/json',
    };
    const answer = async (response: Response) => {
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      throw new Error(
        `The git host refused a webhook for ${owner}/${name} (${response.status}): ${text}`,
      );
    };
    const present: { config: { url?: string } }[] = await answer(
      await fetch(hooks, { headers }),
    );
    if (present.some(({ config }) => config.url === address)) return;
    await answer(
      await fetch(hooks, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          type: 'gitea',
          active: true,
          events: ['push', 'pull_request', 'pull_request_sync'],
          config: { url: address, content_type: 'json' },
        }),
      }),
    );
  }

  /**
   * Pushes all references below a prefix of a local repository.
   *
   * @throws GitCommandError when the host refuses
   */
  async push(
    dir: string,
    prefix: string,
    owner: string,
    name: string,
  ): Promise<void> {
    const basic = Buffer.from(
      `${this.person.name}:${this.person.token}`,
      'utf8',
    ).toString('base64');
    await runGit(
      [
        'push',
        '--quiet',
        `${this.url}/${owner}/${name}.git`,
        ...['heads', 'tags', 'import'].map(
          kind => `${prefix}${kind}/*:refs/${kind}/*`,
        ),
      ],
      {
        dir,
        // By the environment, as arguments can be seen by everybody.
        env: {
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: 'http.extraHeader',
          GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
        },
      },
    );
  }
}
