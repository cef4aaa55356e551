import { canonicalJson, templateHash } from './templateHash';
import type { Deployment, PodTemplate, ReplicaSet } from './types';

/** The label by which the pods of one template are told from another's. */
export const hashLabel = 'pod-template-hash';

/** Annotations of the Deployment controller. */
export const annotations = {
  revision: 'deployment.kubernetes.io/revision',
  history: 'deployment.kubernetes.io/revision-history',
  desired: 'deployment.kubernetes.io/desired-replicas',
  max: 'deployment.kubernetes.io/max-replicas',
} as const;

const NOT_COPIED = new Set<string>([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  ...Object.values(annotations),
]);

/** The revision of an object; 0 if it has none. */
export function revisionOf(object: Deployment | ReplicaSet): number {
  return Number(object.metadata.annotations?.[annotations.revision] ?? 0) || 0;
}

/** The ReplicaSet that has the Deployment's template; the oldest of several. */
export function findNewReplicaSet(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const { template } = deployment.spec;
  const wanted = canonicalJson(withoutHash(template));
  const hash = templateHash(template, deployment.status?.collisionCount);
  return [...sets]
    .sort(byAge)
    .find(
      set =>
        set.metadata.labels?.[hashLabel] === hash ||
        canonicalJson(withoutHash(set.spec.template)) === wanted,
    );
}

/** What a ReplicaSet carries of the Deployment's annotations. */
export function copiedAnnotations(
  deployment: Deployment,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(
      ([name]) => !NOT_COPIED.has(name),
    ),
  );
}

/**
 * The annotations that say which revision a ReplicaSet is. One that comes back
 * by a rollback gets a new number and keeps the old one as history.
 */
export function revisionAnnotations(
  set: ReplicaSet | undefined,
  others: readonly ReplicaSet[],
): Record<string, string> {
  const next = Math.max(0, ...others.map(revisionOf)) + 1;
  const own = set ? revisionOf(set) : 0;
  if (own >= next) return {};
  const history = set?.metadata.annotations?.[annotations.history];
  return {
    [annotations.revision]: String(next),
    ...(own > 0 && {
      [annotations.history]: [...(history?.split(',') ?? []), own].join(','),
    }),
  };
}

/** Orders by creation, the oldest first. */
export function byAge(one: ReplicaSet, other: ReplicaSet): number {
  const at = (set: ReplicaSet) => set.metadata.creationTimestamp ?? '';
  return (
    at(one).localeCompare(at(other)) ||
    (one.metadata.name ?? '').localeCompare(other.metadata.name ?? '')
  );
}

function withoutHash({ metadata, spec }: PodTemplate): PodTemplate {
  const { [hashLabel]: _hash, ...labels } = metadata?.labels ?? {};
  const { creationTimestamp: _time, ...rest } = metadata ?? {};
  return { metadata: { ...rest, labels }, spec };
}
