import type { Deployment, ReplicaSet } from './types';

/** How far a rolling update may go above and below the wanted number. */
export type RolloutLimits = { surge: number; unavailable: number };

/** The limits of a Deployment: percentages are of its replicas; surge rounds up, unavailability down. */
export function rolloutLimits({ spec }: Deployment): RolloutLimits {
  const replicas = spec.replicas ?? 1;
  if (spec.strategy?.type === 'Recreate') {
    return { surge: 0, unavailable: replicas };
  }
  const { maxSurge = '25%', maxUnavailable = '25%' } =
    spec.strategy?.rollingUpdate ?? {};
  const surge = amount(maxSurge, replicas, Math.ceil);
  const unavailable = amount(maxUnavailable, replicas, Math.floor);
  // Both zero would never move.
  return surge === 0 && unavailable === 0
    ? { surge: 0, unavailable: 1 }
    : { surge, unavailable: Math.min(unavailable, replicas) };
}

function amount(
  value: number | string,
  of: number,
  round: (value: number) => number,
): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value);
  return percent ? round((Number(percent[1]) * of) / 100) : Number(value) || 0;
}

/** Replicas that a ReplicaSet asks for. */
export function replicasOf(set: ReplicaSet | undefined): number {
  return set?.spec.replicas ?? 0;
}

/** A sum over ReplicaSets. */
export function sumOf(
  sets: readonly (ReplicaSet | undefined)[],
  count: (set: ReplicaSet) => number | undefined,
): number {
  return sets.reduce((sum, set) => sum + (set ? count(set) ?? 0 : 0), 0);
}

/** How many replicas the new ReplicaSet may ask for now. */
export function newReplicas(
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): number {
  const wanted = deployment.spec.replicas ?? 1;
  const now = replicasOf(current);
  if (now >= wanted) return wanted;
  if (deployment.spec.strategy?.type === 'Recreate') return wanted;
  const room =
    wanted +
    rolloutLimits(deployment).surge -
    sumOf([...old, current], replicasOf);
  return room <= 0 ? now : now + Math.min(room, wanted - now);
}

/**
 * To what the old ReplicaSets go down now: first those replicas that do not
 * serve anyway, then as many as may be missing.
 */
export function oldReplicas(
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): Map<ReplicaSet, number> {
  const result = new Map<ReplicaSet, number>();
  const sets = old.filter(set => replicasOf(set) > 0);
  if (sets.length === 0) return result;
  const target = new Map(sets.map(set => [set, replicasOf(set)]));
  const minAvailable =
    (deployment.spec.replicas ?? 1) - rolloutLimits(deployment).unavailable;
  const notYetNew =
    replicasOf(current) - (current.status?.availableReplicas ?? 0);
  let spare = sumOf([...sets, current], replicasOf) - minAvailable - notYetNew;
  if (spare <= 0) return result;

  for (const set of sets) {
    const now = target.get(set) ?? 0;
    const idle = now - (set.status?.availableReplicas ?? 0);
    const less = Math.max(0, Math.min(spare, idle));
    target.set(set, now - less);
    spare -= less;
  }
  let surplus =
    sumOf([...sets, current], set => set.status?.availableReplicas) -
    minAvailable;
  for (const set of sets) {
    const now = target.get(set) ?? 0;
    const less = Math.max(0, Math.min(surplus, now));
    target.set(set, now - less);
    surplus -= less;
  }
  for (const [set, count] of target) {
    if (count !== replicasOf(set)) result.set(set, count);
  }
  return result;
}
