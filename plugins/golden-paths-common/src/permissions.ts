import {
  createPermission,
  type BasicPermission,
  type PermissionCondition,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';

/**
 * Resource type of a service that was made from a golden path. The resource behind it is the entity of
 * the catalog, with its owner.
 *
 * @public
 */
export const RESOURCE_TYPE_SCAFFOLDED_SERVICE = 'golden-paths-service';

/** @public */
export type ScaffoldedServiceResourceType =
  typeof RESOURCE_TYPE_SCAFFOLDED_SERVICE;

/**
 * Name of the one permission rule of golden paths. It is kept here so that a policy can name the rule
 * without depending on the backend that applies it.
 *
 * @public
 */
export const SERVICE_RULE_IS_OWNER = 'IS_SERVICE_OWNER';

/** @public */
export type IsServiceOwnerCondition = PermissionCondition<
  ScaffoldedServiceResourceType,
  { owners: string[] }
>;

/**
 * The condition "the service belongs to one of these groups", for a policy to answer with.
 *
 * @public
 */
export function isScaffoldedServiceOwner(params: {
  owners: string[];
}): IsServiceOwnerCondition {
  return {
    resourceType: RESOURCE_TYPE_SCAFFOLDED_SERVICE,
    rule: SERVICE_RULE_IS_OWNER,
    params,
  };
}

/** See the paths, who uses them in which version, and what resources a service can ask for. @public */
export const goldenPathReadPermission: BasicPermission = createPermission({
  name: 'golden-paths.path.read',
  attributes: { action: 'read' },
});

/** Ask whether a name is free. @public */
export const nameCheckPermission: BasicPermission = createPermission({
  name: 'golden-paths.name.check',
  attributes: { action: 'read' },
});

/** Have a catalog-info file checked. @public */
export const catalogValidatePermission: BasicPermission = createPermission({
  name: 'golden-paths.catalog.validate',
  attributes: { action: 'read' },
});

/** See what a newer version of its path would change in a service, and open the pull request. @public */
export const serviceUpdatePermission: ResourcePermission<ScaffoldedServiceResourceType> =
  createPermission({
    name: 'golden-paths.service.update',
    attributes: { action: 'update' },
    resourceType: RESOURCE_TYPE_SCAFFOLDED_SERVICE,
  });

/** Every permission of the plugin. @public */
export const goldenPathPermissions = [
  goldenPathReadPermission,
  nameCheckPermission,
  catalogValidatePermission,
  serviceUpdatePermission,
];
