import { createHash } from 'node:crypto';
import type { JsonObject, KubernetesObject } from '../../runtime';
import { goJson } from '../go/goJson';

export const COMPOSITION_NAME_LABEL = 'crossplane.io/composition-name';
export const COMPOSITION_HASH_LABEL = 'crossplane.io/composition-hash';

const MAX_LABEL = 63;
const NAME_HASH = 7;
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** A hash of everything that makes a revision: labels, annotations and spec. */
export function compositionHash(composition: KubernetesObject): string {
  const { labels = {}, annotations = {} } = composition.metadata;
  const { [LAST_APPLIED]: _, ...kept } = annotations;
  return createHash('sha256')
    .update(goJson({ labels, annotations: kept, spec: composition.spec ?? {} }))
    .digest('hex')
    .slice(0, MAX_LABEL);
}

/** The revision that a Composition has at this moment. */
export function revisionOf(
  composition: KubernetesObject,
  number: number,
): KubernetesObject {
  const hash = compositionHash(composition);
  const name = composition.metadata.name ?? '';
  return {
    apiVersion: composition.apiVersion,
    kind: 'CompositionRevision',
    metadata: {
      name: `${name}-${hash.slice(0, NAME_HASH)}`,
      labels: {
        ...composition.metadata.labels,
        [COMPOSITION_NAME_LABEL]: name,
        [COMPOSITION_HASH_LABEL]: hash,
      },
      ownerReferences: [
        {
          apiVersion: composition.apiVersion,
          kind: 'Composition',
          name,
          uid: composition.metadata.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: { ...composition.spec, revision: number } as JsonObject,
  };
}
