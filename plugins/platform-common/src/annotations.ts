/** Every label and annotation of the portal begins so. @public */
export const CAIRN_PREFIX = 'cairn.dev';

/** On a Namespace: name of the owning group. Written by the platform only. @public */
export const OWNER_LABEL = 'cairn.dev/owner';

/** On a Namespace: the environment, for example `dev`. @public */
export const ENVIRONMENT_LABEL = 'cairn.dev/environment';

/** On an XRD, value `"true"`: the portal offers it. @public */
export const OFFERING_LABEL = 'cairn.dev/offering';

/** On a claim: entity reference of the person who asked; set by the portal, never taken from input. @public */
export const REQUESTED_BY_ANNOTATION = 'cairn.dev/requested-by';

/** On a claim, as on workloads: which component of the catalog it is for. @public */
export const COMPONENT_LABEL = 'backstage.io/kubernetes-id';

/** On an XRD: how people call it. @public */
export const TITLE_ANNOTATION = 'cairn.dev/title';

/** On an XRD: names of the keys of its connection Secret, separated by commas. @public */
export const CONNECTION_KEYS_ANNOTATION = 'cairn.dev/connection-keys';

/** Crossplane: name of a composed resource within its composition. @public */
export const COMPOSITION_RESOURCE_NAME_ANNOTATION =
  'crossplane.io/composition-resource-name';

/** Crossplane, value `"true"`: nothing is reconciled, deletion included. @public */
export const PAUSED_ANNOTATION = 'crossplane.io/paused';

/** Crossplane, on composed resources: name of the root composite. @public */
export const COMPOSITE_LABEL = 'crossplane.io/composite';

/** Crossplane v1, on composites and composed resources. @public */
export const CLAIM_NAME_LABEL = 'crossplane.io/claim-name';

/** Crossplane v1, on composites and composed resources. @public */
export const CLAIM_NAMESPACE_LABEL = 'crossplane.io/claim-namespace';

/** The field manager of everything the portal writes. @public */
export const FIELD_MANAGER = 'cairn';
