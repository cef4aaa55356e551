import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { createPermissionRule } from '@backstage/plugin-permission-node';
import {
  doraPermissions,
  DORA_RULE_IS_COMPONENT_OWNER,
} from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { doraComponentResourceRef } from './doraResourceRef';

const isComponentOwner = createPermissionRule({
  name: DORA_RULE_IS_COMPONENT_OWNER,
  description: 'Allow what belongs to a component that one of the groups owns',
  resourceRef: doraComponentResourceRef,
  paramsSchema: z.object({
    owners: z
      .array(z.string())
      .describe('Entity references of groups, one of which owns it'),
  }),
  apply: (resource, { owners }) => owners.includes(resource.owner),
  toQuery: ({ owners }) => ({ owners }),
});

/** Tells the permission framework what there is to decide, and on what. */
export function registerDoraPermissions(options: {
  registry: PermissionsRegistryService;
  db: Knex;
}): void {
  const { registry, db } = options;
  registry.addPermissions(
    doraPermissions.filter(({ type }) => type === 'basic'),
  );
  registry.addResourceType({
    resourceRef: doraComponentResourceRef,
    permissions: doraPermissions.filter(({ type }) => type === 'resource'),
    rules: [isComponentOwner],
    async getResources(resourceRefs) {
      const rows: { uid: string; owner: string | null }[] = await db(
        'components',
      )
        .whereIn('uid', resourceRefs)
        .select('uid', 'owner');
      const owners = new Map(rows.map(({ uid, owner }) => [uid, owner]));
      return resourceRefs.map(ref => {
        const owner = owners.get(ref);
        return owner ? { owner } : undefined;
      });
    },
  });
}
