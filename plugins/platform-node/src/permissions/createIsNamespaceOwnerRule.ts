import type {
  PermissionResourceRef,
  PermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';

/** The query into which the rule is pushed: owners of which one must match. @public */
export interface NamespaceOwnerQuery {
  owners: string[];
}

/** Name of the rule, also for policies that must not depend on a backend. @public */
export const NAMESPACE_OWNER_RULE = 'IS_NAMESPACE_OWNER';

/**
 * The rule that something namespaced belongs to whoever owns its namespace; shared by every plugin
 * that shows namespaced things, each with a resource reference of its own.
 *
 * @public
 */
export function createIsNamespaceOwnerRule<
  TResource extends { owner: string },
  TResourceType extends string,
  TPluginId extends string,
>(options: {
  resourceRef: PermissionResourceRef<
    TResource,
    NamespaceOwnerQuery,
    TResourceType,
    TPluginId
  >;
}): PermissionRule<
  TResource,
  NamespaceOwnerQuery,
  TResourceType,
  { owners: string[] }
> {
  // Built by hand: createPermissionRule cannot infer the types of a resource that is itself generic.
  return {
    name: NAMESPACE_OWNER_RULE,
    description: 'Allow what lies in a namespace that one of the groups owns',
    resourceType: options.resourceRef.resourceType,
    paramsSchema: z.object({
      owners: z
        .array(z.string())
        .describe('Entity references of groups, one of which owns it'),
    }),
    apply: (resource, { owners }) => owners.includes(resource.owner),
    toQuery: ({ owners }) => ({ owners }),
  };
}
