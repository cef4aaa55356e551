import { InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { Forge } from './Forge';
import { GiteaForge } from './GiteaForge';

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
  const known = integrations
    .list()
    .filter(({ type }) => ['gitea', 'github', 'gitlab'].includes(type))
    .map(({ title }) => title);
  throw new InputError(
    `Repositories cannot be made at ${host}. Choose one of: ${known.join(
      ', ',
    )}.`,
  );
}
