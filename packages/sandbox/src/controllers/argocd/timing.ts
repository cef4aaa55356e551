/** The durations of Argo CD's controller, in milliseconds. */
export type ArgoTiming = {
  /** After how long an Application is compared again although nothing happened. */
  resyncMs: number;
  /** By how much more, at most, so that not all are compared at once. */
  resyncJitterMs: number;
  /** How long the references of a repository are remembered. */
  revisionCacheMs: number;
  /** How long an unreachable repository does not show. */
  repositoryErrorGraceMs: number;
  /** The pause between two waves of a synchronisation. */
  waveDelayMs: number;
  /** How often a running operation is looked at, besides when something changes. */
  operationPollMs: number;
  /** Wait before the second self-heal of a revision; then three times as long each. */
  selfHealBackoffMs: number;
  selfHealMaxBackoffMs: number;
  /** The length of a second in retry strategies; less than 1000 only in tests. */
  retrySecondMs: number;
};

/** As Argo CD 3.5 has them. */
export const defaultTiming: ArgoTiming = {
  resyncMs: 120_000,
  resyncJitterMs: 60_000,
  revisionCacheMs: 180_000,
  repositoryErrorGraceMs: 180_000,
  waveDelayMs: 2000,
  operationPollMs: 1000,
  selfHealBackoffMs: 2000,
  selfHealMaxBackoffMs: 300_000,
  retrySecondMs: 1000,
};
