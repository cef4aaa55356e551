import { InputError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  type ScmIntegrationRegistry,
} from '@backstage/integration';
import type { Forge } from './Forge';
import { GiteaForge } from './GiteaForge';
import { GithubForge } from './GithubForge';
import { GitlabForge } from './GitlabForge';

const TYPES = ['gitea', 'github', 'gitlab'];

/**
 * The forge at a host, with the portal's account there.
 *
 * @throws InputError when no integration is configured for the host.
 * @public
 */
export function forgeOf(
  integrations: ScmIntegrationRegistry,
  host: string,
): Forge {
  const gitea = integrations.gitea.byHost(host);
  if (gitea) {
    return GiteaForge.create(gitea);
  }
  const github = integrations.github.byHost(host);
  if (github) {
    return GithubForge.create({
      integration: github,
      credentials:
        DefaultGithubCredentialsProvider.fromIntegrations(integrations),
    });
  }
  const gitlab = integrations.gitlab.byHost(host);
  if (gitlab) {
    return GitlabForge.create(gitlab);
  }
  const known = integrations
    .list()
    .filter(({ type }) => TYPES.includes(type))
    .map(({ title }) => title);
  throw new InputError(
    `Repositories cannot be made at ${host}. Choose one of: ${known.join(
      ', ',
    )}.`,
  );
}
