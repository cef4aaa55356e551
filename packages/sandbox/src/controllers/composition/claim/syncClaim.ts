import type { JsonObject, KubernetesObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';

export const CLAIM_NAME_LABEL = 'crossplane.io/claim-name';
export const CLAIM_NAMESPACE_LABEL = 'crossplane.io/claim-namespace';
const EXTERNAL_NAME = 'crossplane.io/external-name';

/** Fields that belong to one side and are never copied from claim to composite. */
const CLAIM_ONLY = [
  'resourceRef',
  'writeConnectionSecretToRef',
  'compositeDeletePolicy',
];
const COMPOSITE_ONLY = [
  'resourceRefs',
  'claimRef',
  'writeConnectionSecretToRef',
  'compositionRef',
  'compositionRevisionRef',
];
const COMPOSITE_STATUS_ONLY = [
  'conditions',
  'connectionDetails',
  'claimConditionTypes',
];

/** The composite that a claim wants, on top of the one that exists. */
export function compositeOfClaim(options: {
  claim: KubernetesObject;
  name: string;
  apiVersion: string;
  kind: string;
  existing?: KubernetesObject;
}): KubernetesObject {
  const { claim, name, apiVersion, kind, existing } = options;
  const { namespace = '', name: claimName = '' } = claim.metadata;
  const old = existing?.spec ?? {};
  const spec: JsonObject = {};
  for (const [field, value] of Object.entries(claim.spec ?? {})) {
    if (!CLAIM_ONLY.includes(field)) spec[field] = value;
  }
  // What the composite has found for itself stays, unless the claim decides.
  for (const field of COMPOSITE_ONLY) {
    if (
      old[field] !== undefined &&
      (spec[field] === undefined || !field.startsWith('composition'))
    ) {
      spec[field] = old[field];
    }
  }
  if (
    spec.compositionUpdatePolicy === undefined &&
    old.compositionUpdatePolicy !== undefined
  ) {
    spec.compositionUpdatePolicy = old.compositionUpdatePolicy;
  }
  // With automatic updates the composite moves to new revisions, and the claim follows.
  if (
    spec.compositionUpdatePolicy !== 'Manual' &&
    old.compositionRevisionRef !== undefined
  ) {
    spec.compositionRevisionRef = old.compositionRevisionRef;
  }
  spec.claimRef = {
    apiVersion: claim.apiVersion,
    kind: claim.kind,
    name: claimName,
    namespace,
  };
  const composite = existing?.metadata.labels?.['crossplane.io/composite'];
  return {
    ...(existing ?? {}),
    apiVersion,
    kind,
    metadata: {
      ...(existing?.metadata ?? { name, generateName: `${claimName}-` }),
      labels: {
        ...claim.metadata.labels,
        ...(composite && { 'crossplane.io/composite': composite }),
        [CLAIM_NAME_LABEL]: claimName,
        [CLAIM_NAMESPACE_LABEL]: namespace,
      },
      annotations: annotationsOf(claim, existing),
    },
    spec,
  };
}

function annotationsOf(claim: KubernetesObject, existing?: KubernetesObject) {
  const kept = Object.entries(claim.metadata.annotations ?? {}).filter(
    ([key]) => !key.startsWith('kubectl.kubernetes.io/'),
  );
  const external = existing?.metadata.annotations?.[EXTERNAL_NAME];
  return {
    ...Object.fromEntries(kept),
    ...(external && { [EXTERNAL_NAME]: external }),
  };
}

/** What goes back from the composite into the spec of the claim. */
export function claimSpecOf(
  claim: KubernetesObject,
  composite: KubernetesObject,
): JsonObject {
  const spec: JsonObject = { ...claim.spec };
  const from = composite.spec ?? {};
  if (spec.compositionRef === undefined && from.compositionRef !== undefined) {
    spec.compositionRef = from.compositionRef;
  }
  if (
    from.compositionRevisionRef !== undefined &&
    spec.compositionUpdatePolicy !== 'Manual'
  ) {
    spec.compositionRevisionRef = from.compositionRevisionRef;
  }
  return spec;
}

/** What goes back from the composite into the status of the claim. */
export function claimStatusOf(composite: KubernetesObject): JsonObject {
  const status = isObject(composite.status) ? composite.status : {};
  return Object.fromEntries(
    Object.entries(status).filter(
      ([field]) => !COMPOSITE_STATUS_ONLY.includes(field),
    ),
  );
}
