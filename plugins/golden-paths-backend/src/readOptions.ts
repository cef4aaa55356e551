import type { RootConfigService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { GitPerson } from '@cairn/plugin-golden-paths-node';

/** What the configuration says, read once. */
export interface GoldenPathOptions {
  /** Groups that may do everything, from the setting the ownership policy reads. */
  platformGroups: ReadonlySet<string>;
  /** Who commits, from the setting the scaffolder reads. */
  author: GitPerson;
}

export function readOptions(config: RootConfigService): GoldenPathOptions {
  const groups = config.getOptionalStringArray(
    'permission.ownership.platformGroups',
  ) ?? ['group:default/platform'];
  const author = config.getOptionalConfig('scaffolder.defaultAuthor');
  return {
    platformGroups: new Set(
      groups.map(group => stringifyEntityRef(parseEntityRef(group))),
    ),
    author: {
      name: author?.getOptionalString('name') ?? 'Cairn',
      email: author?.getOptionalString('email') ?? 'cairn@cairn.example',
    },
  };
}
