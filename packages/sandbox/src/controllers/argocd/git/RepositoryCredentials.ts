import type { KubernetesClient, KubernetesObject } from '../../runtime';

/** What a repository asks for. */
export type Credentials = {
  username: string;
  password: string;
  /** Whether the server's certificate is not checked. */
  insecure: boolean;
};

const TYPE_LABEL = 'argocd.argoproj.io/secret-type';

/**
 * Credentials of git repositories, from the Secrets that Argo CD takes them
 * from: labelled `repository` for one repository, `repo-creds` for all whose
 * address begins alike.
 */
export class RepositoryCredentials {
  constructor(
    private readonly client: KubernetesClient,
    private readonly namespace: string,
  ) {}

  /** The credentials for a repository, or `undefined` when it needs none. Asked anew each time; Secrets are not kept. */
  async of(repoURL: string): Promise<Credentials | undefined> {
    const { items } = await this.client.list('v1', 'Secret', {
      namespace: this.namespace,
      labelSelector: `${TYPE_LABEL} in (repository,repo-creds)`,
    });
    const found = items
      .map(secret => ({
        exact: secret.metadata.labels?.[TYPE_LABEL] === 'repository',
        data: decode(secret),
      }))
      .filter(({ data }) => (data.type ?? 'git') === 'git' && data.url);
    const wanted = normalizeRepoUrl(repoURL);
    const own = found.find(
      it => it.exact && normalizeRepoUrl(it.data.url) === wanted,
    );
    const templates = found
      .filter(it => !it.exact && repoURL.startsWith(it.data.url))
      .sort((a, b) => b.data.url.length - a.data.url.length);
    const chosen = own?.data.password ? own : templates[0] ?? own;
    if (!chosen) return undefined;
    const { username = '', password = '', insecure } = chosen.data;
    return { username, password, insecure: insecure === 'true' };
  }
}

/** An address in the form in which two spellings of it are equal. */
export function normalizeRepoUrl(repoURL: string): string {
  const text = repoURL
    .trim()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return text.replace(/^([a-z]+:\/\/)([^/]*)/i, (_, scheme, host) =>
    `${scheme}${String(host).replace(/^[^@]*@/, '')}`.toLowerCase(),
  );
}

function decode(secret: KubernetesObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries((secret.data ?? {}) as Record<string, string>).map(
      ([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')],
    ),
  );
}
