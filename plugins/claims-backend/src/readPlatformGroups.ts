import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { RootConfigService } from '@backstage/backend-plugin-api';

/**
 * The groups that see every team's claims, from the same setting that the ownership policy reads
 * (`permission.ownership.platformGroups`). Here it only decides who hears of a change at once.
 */
export function readPlatformGroups(config: RootConfigService): string[] {
  const groups = config.getOptionalStringArray(
    'permission.ownership.platformGroups',
  ) ?? ['group:default/platform'];
  return groups.map(group => stringifyEntityRef(parseEntityRef(group)));
}
