import { InputError, NotAllowedError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { forgeOf } from '@cairn/plugin-golden-paths-node';

const FILE = 'catalog-info.yaml';
const BRANCH = 'main';

/**
 * The repository whose `catalog-info.yaml` on `main` an address is, as the forge itself would write it:
 * no other file, no other branch, nothing that only looks like it.
 *
 * @throws InputError, NotAllowedError
 */
export function repositoryOf(
  integrations: ScmIntegrationRegistry,
  options: { name: string; catalogInfoUrl: string },
): { host: string; owner: string } {
  const { name, catalogInfoUrl } = options;
  if (!URL.canParse(catalogInfoUrl)) {
    throw new InputError(`catalogInfoUrl ${catalogInfoUrl} is not an address.`);
  }
  const { host, pathname } = new URL(catalogInfoUrl);
  const end = pathname.indexOf(`/${name}/`);
  const owner = decodeURIComponent(pathname.slice(1, Math.max(end, 1)));
  const forge = forgeOf(integrations, host);
  if (
    owner === '' ||
    forge.fileUrl({ owner, name }, BRANCH, FILE) !== catalogInfoUrl
  ) {
    throw new NotAllowedError(
      `${catalogInfoUrl} is not ${FILE} on ${BRANCH} of a repository ${name}. Give the catalogInfoUrl of the step publish.`,
    );
  }
  return { host, owner };
}
