import {
  COMPONENT_LABEL,
  REQUESTED_BY_ANNOTATION,
  type KubernetesObject,
} from '@cairn/plugin-platform-common';
import type { ClaimRequest, Offering } from '../types';

/**
 * The object that a request stands for. Only the spec comes from the person; who asked is set here.
 *
 * @public
 */
export function claimManifest(options: {
  request: ClaimRequest;
  offering: Pick<Offering, 'group' | 'version' | 'kind'>;
  /** Entity reference of the signed-in person. */
  requestedBy: string;
}): KubernetesObject {
  const { request, offering, requestedBy } = options;
  return {
    apiVersion: `${offering.group}/${offering.version}`,
    kind: offering.kind,
    metadata: {
      name: request.name,
      namespace: request.namespace,
      ...(request.component !== undefined && {
        labels: { [COMPONENT_LABEL]: request.component },
      }),
      annotations: { [REQUESTED_BY_ANNOTATION]: requestedBy },
    },
    spec: request.spec,
  };
}
