import {
  COMPONENT_LABEL,
  REQUESTED_BY_ANNOTATION,
  type KubernetesObject,
  type StateDescription,
  type TenantNamespace,
} from '@cairn/plugin-platform-common';
import { publicSpec } from '../offering';
import type { ClaimSummary, Offering } from '../types';

/**
 * A claim as a row of a list.
 *
 * @public
 */
export function claimSummary(options: {
  object: KubernetesObject;
  offering: Pick<Offering, 'id' | 'scope' | 'kind'>;
  tenant: TenantNamespace;
  state: StateDescription;
}): ClaimSummary {
  const { object, offering, tenant, state } = options;
  const { metadata } = object;
  const requestedBy = metadata.annotations?.[REQUESTED_BY_ANNOTATION];
  const component = metadata.labels?.[COMPONENT_LABEL];
  return {
    cluster: tenant.cluster,
    offering: offering.id,
    namespace: tenant.name,
    name: metadata.name,
    uid: metadata.uid ?? '',
    kind: offering.kind,
    owner: tenant.owner,
    ...(tenant.environment && { environment: tenant.environment }),
    state,
    createdAt: metadata.creationTimestamp ?? '',
    ...(requestedBy && { requestedBy }),
    ...(component && { component }),
    spec: publicSpec(object, offering.scope),
  };
}
