import type { ScmIntegrationRegistry } from '@backstage/integration';

/** A git host the portal can make repositories at. */
export interface RepositoryHost {
  host: string;
  title: string;
}

/** Kinds of hosts golden paths can publish to, as people call them. */
const kinds: Record<string, string> = {
  gitea: 'Gitea',
  github: 'GitHub',
  gitlab: 'GitLab',
};

/**
 * The hosts of the configuration. Hosts the libraries assume (github.com, gitlab.com) come last: they are
 * there without anybody having set them up.
 */
export function repositoryHosts(
  integrations: Pick<ScmIntegrationRegistry, 'list'>,
): RepositoryHost[] {
  const assumed = ['github.com', 'gitlab.com', 'gitea.com'];
  const hosts = integrations
    .list()
    .filter(({ type }) => kinds[type])
    .map(({ title, type }) => ({
      host: title,
      title: `${title} (${kinds[type]})`,
    }));
  const own = hosts.filter(({ host }) => !assumed.includes(host));
  return own.length > 0 ? own : hosts;
}
