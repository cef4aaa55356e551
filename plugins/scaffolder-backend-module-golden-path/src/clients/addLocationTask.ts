import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/**
 * Registers a file with the catalog by the portal's own account: only the platform team may register any
 * address there is. It is for callers that have made sure whose repository it is and that the person
 * belongs to that team.
 */
export async function addLocationTask(options: {
  auth: AuthService;
  catalog: CatalogService;
  target: string;
}): Promise<void> {
  const { auth, catalog, target } = options;
  const credentials = await auth.getOwnServiceCredentials();
  await catalog.addLocation(
    { type: 'url', target, onConflict: 'refresh' },
    { credentials },
  );
}
