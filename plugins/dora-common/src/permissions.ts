import {
  createPermission,
  type BasicPermission,
  type PermissionCondition,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';

/** Resource type of a component whose delivery is measured. @public */
export const RESOURCE_TYPE_DORA_COMPONENT = 'dora-component';

/** @public */
export type DoraComponentResourceType = typeof RESOURCE_TYPE_DORA_COMPONENT;

/** Name of the one permission rule, so that a policy need not depend on the backend. @public */
export const DORA_RULE_IS_COMPONENT_OWNER = 'IS_COMPONENT_OWNER';

/** The condition "one of these groups owns the component", for a policy to answer with. @public */
export function isDoraComponentOwner(params: {
  owners: string[];
}): PermissionCondition<DoraComponentResourceType, { owners: string[] }> {
  return {
    resourceType: RESOURCE_TYPE_DORA_COMPONENT,
    rule: DORA_RULE_IS_COMPONENT_OWNER,
    params,
  };
}

/** See the numbers: of components, teams and the whole organisation. @public */
export const doraMetricsReadPermission: BasicPermission = createPermission({
  name: 'dora.metrics.read',
  attributes: { action: 'read' },
});

/** See the deployments, commits and incidents behind a component's numbers. @public */
export const doraEvidenceReadPermission: ResourcePermission<DoraComponentResourceType> =
  createPermission({
    name: 'dora.evidence.read',
    attributes: { action: 'read' },
    resourceType: RESOURCE_TYPE_DORA_COMPONENT,
  });

/** Say that a deployment did or did not fail, and whose an incident is. @public */
export const doraVerdictCreatePermission: ResourcePermission<DoraComponentResourceType> =
  createPermission({
    name: 'dora.verdict.create',
    attributes: { action: 'create' },
    resourceType: RESOURCE_TYPE_DORA_COMPONENT,
  });

/** Tell of a component's deployments and incidents. @public */
export const doraFactsSubmitPermission: ResourcePermission<DoraComponentResourceType> =
  createPermission({
    name: 'dora.facts.submit',
    attributes: { action: 'create' },
    resourceType: RESOURCE_TYPE_DORA_COMPONENT,
  });

/** See which sources tell of delivery, and what could not be understood. @public */
export const doraSourcesReadPermission: BasicPermission = createPermission({
  name: 'dora.sources.read',
  attributes: { action: 'read' },
});

/** Try again or discard what could not be understood; compute everything anew. @public */
export const doraSourcesManagePermission: BasicPermission = createPermission({
  name: 'dora.sources.manage',
  attributes: { action: 'update' },
});

/** Every permission of the plugin. @public */
export const doraPermissions = [
  doraMetricsReadPermission,
  doraEvidenceReadPermission,
  doraVerdictCreatePermission,
  doraFactsSubmitPermission,
  doraSourcesReadPermission,
  doraSourcesManagePermission,
];
